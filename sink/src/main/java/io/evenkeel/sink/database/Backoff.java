package io.evenkeel.sink.database;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the wait is random between 0 and a ceiling that doubles
 * with each failure up to a maximum, so that many clients do not come back at the same moment
 * ("Exponential Backoff and Jitter", AWS Architecture Blog, 2015). Not thread-safe.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private int failures;

  /** Starts without failures. */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Counts a failure and returns how long to wait before the next attempt, 1 ms or more. */
  public Duration next() {
    long ceiling = Math.min(MAX.toMillis(), FIRST.toMillis() << Math.min(failures, 16));
    failures++;
    return Duration.ofMillis(1 + random.nextLong(ceiling));
  }

  /** Failures in a row. */
  public int failures() {
    return failures;
  }

  /** To be called after a success. */
  public void reset() {
    failures = 0;
  }
}
