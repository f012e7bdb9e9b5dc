package io.evenkeel.gateway.problem;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a refused caller is asked to wait. Drawn anew for each refusal: one value for all would
 * bring a whole fleet back in the same second. As thread-safe as its source.
 */
public final class RetryDelay {
  private static final int BACK_OFF_SECONDS_MIN = 6;
  private static final int BACK_OFF_SECONDS_MAX = 96;

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
   * @param least 0 or greater; beyond {@link Quota#WAIT_MAX} it counts as that
   */
  public int nextSeconds(Duration least) {
    if (least.isZero()) {
      return nextSeconds();
    }
    return Quota.wholeSeconds(least) + random.nextInt(secondsMax);
  }

  /**
   * The next delay of a caller who says how often it has tried: the longer of what {@link
   * #nextSeconds(Duration)} needs and a back-off that doubles from 6 s with each attempt, give or
   * take a half, 6 to 96 s.
   *
   * @param attempt 1 for the first; 0 if the caller does not say
   */
  public int nextSeconds(Duration least, int attempt) {
    if (attempt < 1) {
      return nextSeconds(least);
    }
    int backOff = backOffSeconds(attempt);
    return !least.isZero() && Quota.wholeSeconds(least) >= backOff ? nextSeconds(least) : backOff;
  }

  private int backOffSeconds(int attempt) {
    // Beyond the sixth attempt every value lies over the longest.
    long middle = (long) BACK_OFF_SECONDS_MIN << (Math.min(attempt, 6) - 1);
    double drawn = middle * (0.5 + random.nextDouble());
    return (int) Math.clamp(Math.ceil(drawn), BACK_OFF_SECONDS_MIN, BACK_OFF_SECONDS_MAX);
  }
}
