package io.evenkeel.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: exponential with full jitter, which spreads a fleet that lost its
 * server together over the whole pause instead of letting it come back together.
 *
 * <p>Libraries for retrying (Resilience4j, Failsafe) repeat one call; here every attempt is another
 * one: what was accepted leaves the batch, what is too large is split, and the server says when. Of
 * such a library only this formula would be left, and theirs has no full jitter.
 *
 * @param first bound of the first pause; more than zero
 * @param max bound of every pause
 */
record RetrySchedule(Duration first, Duration max) {
  private static final int DOUBLINGS_MAX = 40;

  RetrySchedule {
    if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the first pause must be more than 0 and at most the longest, was " + first);
    }
  }

  /**
   * The pause after an attempt: from {@code notBefore} to that plus {@link #bound}.
   *
   * @param attempts made so far, 1 or more
   * @param notBefore what the server asked for, or zero
   */
  Duration pause(int attempts, Duration notBefore, RandomGenerator random) {
    return notBefore.plusNanos(random.nextLong(bound(attempts).toNanos() + 1));
  }

  /** The longest pause of its own after so many attempts. */
  Duration bound(int attempts) {
    double factor = Math.pow(2, Math.min(attempts - 1, DOUBLINGS_MAX));
    return first.toNanos() * factor >= max.toNanos()
        ? max
        : Duration.ofNanos((long) (first.toNanos() * factor));
  }
}
