package io.evenkeel.processor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a failed thread may be replaced: a number of times within any window. Beyond that the
 * cause does not go away by itself. Thread-safe.
 */
final class RestartBudget {
  private final int restartsMax;
  private final long windowNanos;
  private final Deque<Long> restartNanos = new ArrayDeque<>();

  RestartBudget(int restartsMax, Duration window) {
    this.restartsMax = restartsMax;
    this.windowNanos = window.toNanos();
  }

  /** Takes one restart out of the budget; false if none is left. */
  synchronized boolean take(long nowNanos) {
    while (!restartNanos.isEmpty() && nowNanos - restartNanos.getFirst() >= windowNanos) {
      restartNanos.removeFirst();
    }
    if (restartNanos.size() >= restartsMax) {
      return false;
    }
    restartNanos.addLast(nowNanos);
    return true;
  }
}
