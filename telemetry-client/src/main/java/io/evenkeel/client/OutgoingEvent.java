package io.evenkeel.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * An event to send.
 *
 * @param vehicle name of the vehicle, 1 to 64 characters
 * @param timeMillis event time, Unix milliseconds
 * @param session boot id of the device, empty if it has none
 * @param seq the device's counter within the session, 0 or greater
 * @param signals values by signal name: {@link Number}, {@link Boolean} or {@link String}
 */
public record OutgoingEvent(
    String vehicle, long timeMillis, String session, long seq, Map<String, ?> signals) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The event as the gateway's JSON form, without a line break. */
  public byte[] toJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("vehicle", vehicle);
      json.writeNumberField("time", timeMillis);
      if (!session.isEmpty()) {
        json.writeStringField("session", session);
      }
      json.writeNumberField("seq", seq);
      json.writeObjectFieldStart("signals");
      for (Map.Entry<String, ?> signal : signals.entrySet()) {
        json.writeFieldName(signal.getKey());
        writeValue(json, signal.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static void writeValue(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Boolean flag -> json.writeBoolean(flag);
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.doubleValue());
      default -> throw new IllegalArgumentException("A signal is no " + value.getClass());
    }
  }
}
