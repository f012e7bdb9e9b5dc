package io.evenkeel.gateway.decode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one {@code TelemetryEvent} up to the stream's limit. A field that occurs
 * again replaces the earlier one, as protobuf has it; one that is not known rejects the event, so
 * that nothing is dropped in silence. Not thread-safe; one for each body.
 */
final class ProtobufEventReader {
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;

  // Tags: the number of a field and the form of its value.
  private static final int VEHICLE = TelemetryEvent.VEHICLE_FIELD_NUMBER << 3 | BYTES;
  private static final int TIME_MS = TelemetryEvent.TIME_MS_FIELD_NUMBER << 3 | VARINT;
  private static final int AGE_MS = TelemetryEvent.AGE_MS_FIELD_NUMBER << 3 | VARINT;
  private static final int SEQ = TelemetryEvent.SEQ_FIELD_NUMBER << 3 | VARINT;
  private static final int SESSION = TelemetryEvent.SESSION_FIELD_NUMBER << 3 | BYTES;
  private static final int ID = TelemetryEvent.ID_FIELD_NUMBER << 3 | BYTES;
  private static final int SIGNALS = TelemetryEvent.SIGNALS_FIELD_NUMBER << 3 | BYTES;
  private static final int NAME = SignalReading.NAME_FIELD_NUMBER << 3 | BYTES;
  private static final int NUMBER =
      SignalReading.NUMBER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_FIXED64;
  private static final int FLAG = SignalReading.FLAG_FIELD_NUMBER << 3 | VARINT;
  private static final int TEXT = SignalReading.TEXT_FIELD_NUMBER << 3 | BYTES;

  private final CodedInputStream in;
  private final SignalChecks checks = new SignalChecks();

  ProtobufEventReader(CodedInputStream in) {
    this.in = in;
  }

  EventDraft read(int index) throws IOException {
    EventDraft draft = new EventDraft(index);
    checks.startEvent();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!readField(tag, draft)) {
        unknown("TelemetryEvent", tag, draft);
      }
    }
    return draft;
  }

  private boolean readField(int tag, EventDraft draft) throws IOException {
    switch (tag) {
      case VEHICLE -> draft.vehicle = in.readStringRequireUtf8();
      case TIME_MS -> draft.timeMillis = in.readInt64();
      case AGE_MS -> draft.ageMillis = in.readInt64();
      // What is 2^63 or more becomes negative, and that is refused.
      case SEQ -> draft.seq = in.readUInt64();
      case SESSION -> draft.session = in.readStringRequireUtf8();
      case ID -> draft.id = in.readStringRequireUtf8();
      case SIGNALS -> readSignal(draft);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readSignal(EventDraft draft) throws IOException {
    int length = in.readRawVarint32();
    if (draft.rejection() != null) {
      in.skipRawBytes(length);
      return;
    }
    int limit = in.pushLimit(length);
    Reading reading = new Reading();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (!readField(tag, reading)) {
        unknown("SignalReading", tag, draft);
      }
    }
    in.popLimit(limit);
    take(reading, draft);
  }

  private boolean readField(int tag, Reading reading) throws IOException {
    switch (tag) {
      case NAME -> reading.name = in.readStringRequireUtf8();
      case NUMBER -> reading.value = in.readDouble();
      case FLAG -> reading.value = in.readBool();
      case TEXT -> reading.value = in.readStringRequireUtf8();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void take(Reading reading, EventDraft draft) {
    if (!checks.takes(reading.name, draft)) {
      return;
    }
    SignalValue value =
        switch (reading.value) {
          case Double number -> SignalChecks.number(number, reading.name, draft);
          case Boolean flag -> new SignalValue.Flag(flag);
          case String text -> SignalChecks.text(text, reading.name, draft);
          case null, default -> null;
        };
    if (value != null) {
      draft.addSignal(new ReceivedSignal(reading.name, value));
    }
  }

  private void unknown(String message, int tag, EventDraft draft) throws IOException {
    in.skipField(tag);
    int field = WireFormat.getTagFieldNumber(tag);
    draft.reject(
        ErrorCode.UNKNOWN_MEMBER,
        "field " + field,
        "A %s has no field %d of this type.".formatted(message, field));
  }

  private static final class Reading {
    private String name = "";
    private @Nullable Object value;
  }
}
