package io.evenkeel.admin.letter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryBatch;
import io.evenkeel.model.wire.TelemetryEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that were sent in protobuf, in the JSON form that means the same, names and values as they
 * were, so that the event keeps its identity. Fields that this build does not know have no such
 * form; an event with one is refused anew. Pure.
 */
public final class ProtobufEvents {
  private static final JsonFactory JSON = new JsonFactory();

  private ProtobufEvents() {}

  /** Whether a content type stands for protobuf. */
  public static boolean isProtobuf(String contentType) {
    return contentType.startsWith("application/x-protobuf")
        || contentType.startsWith("application/protobuf");
  }

  /**
   * The one event of a letter.
   *
   * @throws IOException if the bytes are no {@code TelemetryEvent}
   */
  public static byte[] event(byte[] message) throws IOException {
    return json(TelemetryEvent.parseFrom(message), null);
  }

  /**
   * The events of a whole body.
   *
   * @throws IOException if the bytes are no {@code TelemetryBatch}
   */
  public static List<byte[]> batch(byte[] message) throws IOException {
    TelemetryBatch batch = TelemetryBatch.parseFrom(message);
    List<byte[]> events = new ArrayList<>();
    for (TelemetryEvent event : batch.getEventsList()) {
      events.add(json(event, batch.hasVehicle() ? batch.getVehicle() : null));
    }
    return events;
  }

  private static byte[] json(TelemetryEvent event, @Nullable String batchVehicle)
      throws IOException {
    if (!event.getUnknownFields().asMap().isEmpty()) {
      throw new InvalidProtocolBufferException("an event has fields that are not known here");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      String vehicle = event.hasVehicle() ? event.getVehicle() : batchVehicle;
      if (vehicle != null) {
        out.writeStringField("vehicle", vehicle);
      }
      writeTimeAndIdentity(event, out);
      out.writeObjectFieldStart("signals");
      for (SignalReading reading : event.getSignalsList()) {
        writeSignal(reading, out);
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writeTimeAndIdentity(TelemetryEvent event, JsonGenerator out)
      throws IOException {
    if (event.hasTimeMs()) {
      out.writeNumberField("time", event.getTimeMs());
    }
    if (event.hasAgeMs()) {
      out.writeNumberField("age_ms", event.getAgeMs());
    }
    if (event.hasSeq()) {
      out.writeNumberField("seq", event.getSeq());
    }
    if (event.hasSession()) {
      out.writeStringField("session", event.getSession());
    }
    if (event.hasId()) {
      out.writeStringField("id", event.getId());
    }
  }

  private static void writeSignal(SignalReading reading, JsonGenerator out) throws IOException {
    out.writeFieldName(reading.getName());
    switch (reading.getValueCase()) {
      case NUMBER -> out.writeNumber(reading.getNumber());
      case FLAG -> out.writeBoolean(reading.getFlag());
      case TEXT -> out.writeString(reading.getText());
      case VALUE_NOT_SET -> out.writeNull();
    }
  }
}
