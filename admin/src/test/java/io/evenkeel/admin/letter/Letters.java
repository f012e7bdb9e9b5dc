package io.evenkeel.admin.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests. */
final class Letters {
  static final Instant RECEIVED = Instant.parse("2026-11-21T12:00:00Z");

  private Letters() {}

  /** One event as the gateway kept it. */
  static Letter event(byte[] json, @Nullable String vehicle) {
    return letter("gateway", 0, vehicle, "application/json", null, json);
  }

  /** An event of a protobuf batch as the gateway kept it. */
  static Letter protobufEvent(byte[] event, String vehicle) {
    return letter("gateway", 3, vehicle, "application/x-protobuf", null, event);
  }

  /** A whole body as the gateway kept it. */
  static Letter body(String contentType, @Nullable String contentEncoding, byte[] body) {
    return letter("gateway", Letter.WHOLE, null, contentType, contentEncoding, body);
  }

  /** A record as a later stage kept it. */
  static Letter record(String stage, byte[] record) {
    return letter(stage, Letter.WHOLE, null, "application/x-protobuf", null, record);
  }

  private static Letter letter(
      String stage,
      int index,
      @Nullable String vehicle,
      String contentType,
      @Nullable String contentEncoding,
      byte[] payload) {
    return new Letter(
        1,
        "acme",
        stage,
        "some-code",
        "some message",
        null,
        "live",
        "",
        vehicle,
        index,
        1,
        "topic-0 @ 7",
        contentType,
        contentEncoding,
        payload,
        RECEIVED,
        RECEIVED.plusSeconds(1),
        LetterState.HELD,
        0,
        0);
  }
}
