package io.evenkeel.gateway.connection;

import java.time.Duration;

/**
 * How long connections and their requests may take, and how many there may be. Keys under {@code
 * gateway.connections}.
 *
 * @param requestTimeout from the first byte of a request to its last; a sender that trickles is cut
 *     off after that. The wait for the answer is not part of it. 100 ms to 1 h
 * @param ageMax when a connection is ended after an answer, so that new replicas get their share;
 *     up to a tenth of it is taken off at random. 100 ms to 1 d
 * @param max most connections at once on the telemetry port; further ones are closed at once
 */
public record ConnectionConfig(Duration requestTimeout, Duration ageMax, int max) {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** What a gateway allows unless told otherwise. */
  public static final ConnectionConfig DEFAULT =
      new ConnectionConfig(Duration.ofSeconds(20), Duration.ofMinutes(10), 10_000);

  public ConnectionConfig {
    requireWithin(requestTimeout, Duration.ofHours(1), "request-timeout");
    requireWithin(ageMax, Duration.ofDays(1), "age-max");
    if (max < 1) {
      throw new IllegalArgumentException("gateway.connections.max must be positive, was " + max);
    }
  }

  private static void requireWithin(Duration value, Duration longest, String key) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "gateway.connections.%s must be %s to %s, was %s"
              .formatted(key, SHORTEST, longest, value));
    }
  }
}
