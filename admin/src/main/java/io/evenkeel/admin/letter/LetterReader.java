package io.evenkeel.admin.letter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what a letter's bytes hold. Pure. */
final class LetterReader {
  private static final JsonFactory JSON = new JsonFactory();
  // More than any gateway lets in: a body of 1 MiB that inflates further is a bomb.
  private static final int BODY_BYTES_MAX = 64 << 20;

  private LetterReader() {}

  /** The events of a letter. */
  static LetterContent read(Letter letter) {
    return switch (letter.stage()) {
      case "gateway" -> received(letter);
      case "processor", "sink" -> accepted(letter);
      default ->
          new LetterContent.Unusable(
              "letters of the stage " + letter.stage() + " have no way back into the pipeline");
    };
  }

  private static LetterContent received(Letter letter) {
    try {
      return new LetterContent.Events(
          letter.index() == Letter.WHOLE ? events(letter) : List.of(event(letter)));
    } catch (IOException e) {
      return new LetterContent.Unusable("its bytes are no events that can be read");
    }
  }

  private static byte[] event(Letter letter) throws IOException {
    byte[] event =
        ProtobufEvents.isProtobuf(letter.contentType())
            ? ProtobufEvents.event(letter.payload())
            : letter.payload();
    return EventRewriter.rewrite(event, letter.vehicle(), receivedAt(letter));
  }

  private static List<byte[]> events(Letter letter) throws IOException {
    byte[] body = body(letter);
    if (ProtobufEvents.isProtobuf(letter.contentType())) {
      List<byte[]> events = new ArrayList<>();
      for (byte[] event : ProtobufEvents.batch(body)) {
        events.add(EventRewriter.rewrite(event, null, receivedAt(letter)));
      }
      return events;
    }
    return letter.contentType().startsWith("application/x-ndjson")
        ? lines(body, receivedAt(letter))
        : batch(body, receivedAt(letter));
  }

  private static LetterContent accepted(Letter letter) {
    try {
      TelemetryRecord record = TelemetryRecord.parse(letter.payload());
      return record.tenant().equals(letter.tenant())
          ? new LetterContent.Accepted(record)
          : new LetterContent.Unusable("the record speaks for another tenant than its key");
    } catch (MalformedRecordException e) {
      return new LetterContent.Unusable("the record cannot be read: " + e.getMessage());
    }
  }

  private static byte[] body(Letter letter) throws IOException {
    byte[] body = LetterBody.read(letter, BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new IOException("too large");
    }
    return body;
  }

  private static List<byte[]> lines(byte[] body, long receivedAt) throws IOException {
    List<byte[]> events = new ArrayList<>();
    int from = 0;
    for (int end = 0; end <= body.length; end++) {
      if (end == body.length || body[end] == '\n') {
        byte[] line = Arrays.copyOfRange(body, from, end);
        if (!new String(line, StandardCharsets.UTF_8).isBlank()) {
          events.add(EventRewriter.rewrite(line, null, receivedAt));
        }
        from = end + 1;
      }
    }
    return events;
  }

  // The batch's vehicle may stand after the events, so it is looked for first.
  private static List<byte[]> batch(byte[] body, long receivedAt) throws IOException {
    String vehicle = batchVehicle(body);
    List<byte[]> events = new ArrayList<>();
    try (JsonParser in = JSON.createParser(body)) {
      requireObject(in);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        boolean isEvents = in.currentName().equals("events");
        if (in.nextToken() == JsonToken.START_ARRAY && isEvents) {
          while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
              throw new IOException("an event is not an object");
            }
            events.add(EventRewriter.rewrite(in, vehicle, receivedAt));
          }
        } else {
          in.skipChildren();
        }
      }
    }
    if (events.isEmpty()) {
      throw new IOException("no events");
    }
    return events;
  }

  private static @Nullable String batchVehicle(byte[] body) throws IOException {
    try (JsonParser in = JSON.createParser(body)) {
      requireObject(in);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        boolean isVehicle = in.currentName().equals("vehicle");
        if (in.nextToken() == JsonToken.VALUE_STRING && isVehicle) {
          return in.getText();
        }
        in.skipChildren();
      }
      return null;
    }
  }

  private static void requireObject(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
  }

  private static long receivedAt(Letter letter) {
    Instant received = letter.receivedAt();
    return (received == null ? letter.keptAt() : received).toEpochMilli();
  }
}
