package io.evenkeel.gateway.problem;

import java.util.random.RandomGenerator;

/**
 * How long a refused caller is asked to wait. Drawn anew for each refusal: one value for all would
 * bring a whole fleet back in the same second. As thread-safe as its source.
 */
public final class RetryDelay {
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
}
