package io.evenkeel.gateway;

import java.time.Duration;

/**
 * How long connections and their requests may take. Keys under {@code gateway.connections}.
 *
 * @param requestTimeout from the first byte of a request to its last; a sender that trickles is cut
 *     off after that. The wait for the answer is not part of it.
 * @param ageMax when a connection is ended after an answer, so that new replicas get their share;
 *     up to a tenth of it is taken off at random
 */
public record ConnectionConfig(Duration requestTimeout, Duration ageMax) {
  /** What a gateway allows unless told otherwise. */
  public static final ConnectionConfig DEFAULT =
      new ConnectionConfig(Duration.ofSeconds(20), Duration.ofMinutes(10));
}
