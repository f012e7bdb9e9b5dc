package io.evenkeel.admin.letter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Brings an event as a device sent it into the form that can be sent again: on one line, with the
 * vehicle that its batch named, and with the time that its age meant when it was received. Names
 * and values stay as they are, so that the event keeps its identity. Pure.
 */
final class EventRewriter {
  private static final JsonFactory JSON = new JsonFactory();

  private EventRewriter() {}

  /**
   * Rewrites an event.
   *
   * @param vehicle of the batch, for an event that names none; or null
   * @param receivedAtMillis when the gateway received it, Unix milliseconds
   * @throws IOException if the text is not one JSON object
   */
  static byte[] rewrite(byte[] event, @Nullable String vehicle, long receivedAtMillis)
      throws IOException {
    try (JsonParser in = JSON.createParser(event)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      byte[] rewritten = rewrite(in, vehicle, receivedAtMillis);
      if (in.nextToken() != null) {
        throw new IOException("something follows after the object");
      }
      return rewritten;
    }
  }

  /** The same for an object at which a parser stands; leaves it at the object's end. */
  static byte[] rewrite(JsonParser in, @Nullable String vehicle, long receivedAtMillis)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      copy(in, out, vehicle, receivedAtMillis);
    }
    return bytes.toByteArray();
  }

  private static void copy(
      JsonParser in, JsonGenerator out, @Nullable String vehicle, long receivedAtMillis)
      throws IOException {
    boolean hasVehicle = false;
    boolean hasTime = false;
    Long age = null;
    out.writeStartObject();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      hasVehicle |= name.equals("vehicle") && value != JsonToken.VALUE_NULL;
      hasTime |= name.equals("time") && value != JsonToken.VALUE_NULL;
      if (name.equals("age_ms") && value == JsonToken.VALUE_NUMBER_INT && age == null) {
        age = in.getLongValue();
      } else {
        out.writeFieldName(name);
        out.copyCurrentStructureExact(in);
      }
    }
    if (age != null) {
      out.writeNumberField(hasTime ? "age_ms" : "time", hasTime ? age : receivedAtMillis - age);
    }
    if (!hasVehicle && vehicle != null) {
      out.writeStringField("vehicle", vehicle);
    }
    out.writeEndObject();
  }
}
