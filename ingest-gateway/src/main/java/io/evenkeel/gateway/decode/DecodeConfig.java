package io.evenkeel.gateway.decode;

import io.evenkeel.model.topic.Lane;
import java.time.Duration;

/**
 * What a batch may be. Keys under {@code gateway.decode}.
 *
 * @param bodySentBytesMax largest body as sent, bytes
 * @param bodyDecodedBytesMax largest body after decompression, bytes
 * @param eventsMax most events in a batch
 * @param aheadMax how far ahead of the gateway's clock an event's time may be
 * @param ageLiveMax how far back an event's time may be on the live lane
 * @param ageBackfillMax the same on the backfill lane
 */
public record DecodeConfig(
    int bodySentBytesMax,
    int bodyDecodedBytesMax,
    int eventsMax,
    Duration aheadMax,
    Duration ageLiveMax,
    Duration ageBackfillMax) {
  /** What a gateway takes unless told otherwise. */
  public static final DecodeConfig DEFAULT =
      new DecodeConfig(
          1 << 20,
          8 << 20,
          5_000,
          Duration.ofMinutes(5),
          Duration.ofDays(30),
          Duration.ofDays(3_653));

  public DecodeConfig {
    requirePositive(bodySentBytesMax, "body-sent-bytes-max");
    requirePositive(bodyDecodedBytesMax, "body-decoded-bytes-max");
    requirePositive(eventsMax, "events-max");
    requirePositive(aheadMax.toMillis(), "ahead-max in milliseconds");
    requirePositive(ageLiveMax.toMillis(), "age-live-max in milliseconds");
    requirePositive(ageBackfillMax.toMillis(), "age-backfill-max in milliseconds");
    if (bodyDecodedBytesMax < bodySentBytesMax) {
      throw new IllegalArgumentException(
          "gateway.decode.body-decoded-bytes-max must not be less than body-sent-bytes-max");
    }
  }

  /** The same with another age of events on the backfill lane. */
  public DecodeConfig withAgeBackfillMax(Duration newAgeBackfillMax) {
    return new DecodeConfig(
        bodySentBytesMax, bodyDecodedBytesMax, eventsMax, aheadMax, ageLiveMax, newAgeBackfillMax);
  }

  /** How far back an event's time may be. */
  public Duration ageMax(Lane lane) {
    return switch (lane) {
      case LIVE -> ageLiveMax;
      case BACKFILL -> ageBackfillMax;
    };
  }

  private static void requirePositive(long value, String key) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "gateway.decode." + key + " must be greater than 0, was " + value);
    }
  }
}
