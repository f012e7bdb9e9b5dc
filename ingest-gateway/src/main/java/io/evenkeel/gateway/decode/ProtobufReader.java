package io.evenkeel.gateway.decode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.wire.TelemetryBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code TelemetryBatch}. Field by field instead of into the generated classes: a body of a
 * few MiB can hold millions of empty messages. Immutable.
 */
final class ProtobufReader {
  // Tags: the number of a field and the form of its value.
  private static final int VEHICLE =
      TelemetryBatch.VEHICLE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int EVENTS =
      TelemetryBatch.EVENTS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final int eventsMax;

  ProtobufReader(int eventsMax) {
    this.eventsMax = eventsMax;
  }

  ReadResult read(byte[] body) {
    CodedInputStream in = CodedInputStream.newInstance(body);
    try {
      return new Reading(in).readBatch();
    } catch (InvalidProtocolBufferException e) {
      return malformed("The body is not protobuf near byte " + in.getTotalBytesRead() + ".");
    } catch (IOException e) {
      return malformed("The body is not protobuf.");
    }
  }

  private static ReadResult malformed(String detail) {
    return new ReadResult.Refused(Problem.of(ErrorCode.MALFORMED_PROTOBUF, detail));
  }

  // The state of reading one body.
  private final class Reading {
    private final CodedInputStream in;
    private final ProtobufEventReader events;
    private final List<EventDraft> drafts = new ArrayList<>();
    private @Nullable String vehicle;

    Reading(CodedInputStream in) {
      this.in = in;
      this.events = new ProtobufEventReader(in);
    }

    ReadResult readBatch() throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag) {
          case VEHICLE -> vehicle = in.readStringRequireUtf8();
          case EVENTS -> {
            if (drafts.size() == eventsMax) {
              return new ReadResult.Refused(JsonErrors.tooManyEvents(eventsMax));
            }
            drafts.add(readEvent());
          }
          default -> {
            return malformed(
                "A TelemetryBatch has no field %d of this type."
                    .formatted(WireFormat.getTagFieldNumber(tag)));
          }
        }
      }
      return new ReadResult.Drafts(vehicle, drafts);
    }

    private EventDraft readEvent() throws IOException {
      int length = in.readRawVarint32();
      int from = in.getTotalBytesRead();
      int limit = in.pushLimit(length);
      EventDraft draft = events.read(drafts.size());
      in.popLimit(limit);
      draft.stands(from, from + length);
      return draft;
    }
  }
}
