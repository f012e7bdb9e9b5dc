package io.evenkeel.gateway.directory;

import java.time.Duration;

/**
 * When the directory was last known to be complete: a moment at which the topic's end was asked
 * for, once the reader has reached that end. Written by one thread, read by many.
 */
final class DirectoryFreshness {
  private final Duration unconfirmedMax;
  private volatile boolean everConfirmed;
  private volatile long confirmedAtNanos;
  private long askedAtNanos;
  private long end = -1;

  DirectoryFreshness(Duration unconfirmedMax) {
    this.unconfirmedMax = unconfirmedMax;
  }

  /**
   * The broker named the topic's end.
   *
   * @param askedNanos when the question was sent: the answer is at least as young
   * @param endOffset the offset behind the last record
   */
  void onEnd(long askedNanos, long endOffset) {
    askedAtNanos = askedNanos;
    end = endOffset;
  }

  /** The reader has taken in everything before this offset. */
  void onPosition(long position) {
    if (end >= 0 && position >= end) {
      confirmedAtNanos = askedAtNanos;
      everConfirmed = true;
    }
  }

  /** The reader starts over. */
  void onRestart() {
    everConfirmed = false;
    end = -1;
  }

  /** Whether the directory was ever complete, and not too long ago. */
  boolean isCurrent(long nowNanos) {
    return everConfirmed && nowNanos - confirmedAtNanos <= unconfirmedMax.toNanos();
  }

  /** Time since the last confirmation, seconds; infinite before the first. */
  double ageSeconds(long nowNanos) {
    return everConfirmed ? (nowNanos - confirmedAtNanos) / 1e9 : Double.POSITIVE_INFINITY;
  }
}
