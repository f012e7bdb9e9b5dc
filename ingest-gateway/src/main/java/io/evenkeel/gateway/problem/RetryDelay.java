package io.evenkeel.gateway.problem;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a refused caller is asked to wait. Drawn anew for each refusal: one value for all would
 * bring a whole fleet back in the same second. As thread-safe as its source.
 */
public final class RetryDelay {
  /** A longer wait is asked for in steps: what is known now may be wrong by then. */
  private static final Duration LEAST_MAX = Duration.ofHours(1);

  private final RandomGenerator random;
  private final int secondsMax;

  /**
   * Delays from a source.
   *
   * @param secondsMax longest delay, 1 or greater
   */
  public RetryDelay(RandomGenerator random, int secondsMax) {
    if (secondsMax < 1) {
      throw new IllegalArgumentException("The longest delay is 1 s or more, was " + secondsMax);
    }
    this.random = random;
    this.secondsMax = secondsMax;
  }

  /** The next delay: 1 to the longest, seconds; never 0. */
  public int nextSeconds() {
    return random.nextInt(1, secondsMax + 1);
  }

  /**
   * The next delay of a caller who would come in vain before a time has passed: that time, and up
   * to the longest delay more, seconds.
   *
   * @param least 0 or greater; beyond one hour it counts as one hour
   */
  public int nextSeconds(Duration least) {
    if (least.isZero()) {
      return nextSeconds();
    }
    Duration bounded = least.compareTo(LEAST_MAX) < 0 ? least : LEAST_MAX;
    int whole = Math.toIntExact(bounded.plusNanos(999_999_999).toSeconds());
    return whole + random.nextInt(secondsMax);
  }
}
