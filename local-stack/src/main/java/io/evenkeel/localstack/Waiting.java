package io.evenkeel.localstack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something outside of this process, which nobody announces. */
final class Waiting {
  private static final Duration STEP = Duration.ofMillis(20);

  private Waiting() {}

  /** Waits until the condition holds; false when it still does not after the time-out. */
  static boolean until(BooleanSupplier condition, Duration timeout) {
    long startNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNanos > timeout.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for a local server.", e);
    }
  }
}
