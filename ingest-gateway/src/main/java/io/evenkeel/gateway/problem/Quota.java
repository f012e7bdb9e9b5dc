package io.evenkeel.gateway.problem;

import java.time.Duration;

/**
 * A limit that was reached, as its caller is told ({@code RateLimit} and {@code RateLimit-Policy},
 * draft-ietf-httpapi-ratelimit-headers).
 *
 * @param policy name of the limit; says what is counted
 * @param events how many may come at once after a quiet time
 * @param windowSeconds within which that many come back, 1 or greater
 * @param remaining how many may come now
 * @param waitMin after which more may come
 */
public record Quota(
    String policy, long events, long windowSeconds, long remaining, Duration waitMin) {
  /** Longest time that is told: what is known now may be wrong by then. */
  public static final Duration WAIT_MAX = Duration.ofHours(1);

  /** The value of {@code RateLimit-Policy}. */
  public String policyField() {
    return '"' + policy + "\";q=" + events + ";w=" + windowSeconds;
  }

  /** The value of {@code RateLimit}. */
  public String stateField() {
    return '"' + policy + "\";r=" + remaining + ";t=" + wholeSeconds(waitMin);
  }

  /** A wait as it is told: whole seconds, rounded up, never 0. */
  static int wholeSeconds(Duration wait) {
    Duration told = wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
    return Math.max(1, Math.toIntExact(told.plusNanos(999_999_999).toSeconds()));
  }
}
