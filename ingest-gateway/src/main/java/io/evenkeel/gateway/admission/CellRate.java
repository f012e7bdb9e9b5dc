package io.evenkeel.gateway.admission;

import java.time.Duration;

/**
 * The generic cell rate algorithm (ITU-T I.371): a bucket of {@code burst} events that refills with
 * {@code perSecond}. Its whole state is one number, the theoretical arrival time: the moment, by a
 * monotonic clock in nanoseconds, at which the bucket is full again. A bucket that is full by then
 * needs no state at all.
 *
 * <p>A full bucket admits a batch of any size and goes into debt, so that a batch larger than the
 * burst is not refused for ever. Within any time t, at most {@code max(burst, largest batch) +
 * perSecond * t} events are admitted. Immutable.
 *
 * @param perSecond events that refill in a second, 1 or greater
 * @param burst events of a full bucket, 1 or greater
 */
public record CellRate(int perSecond, int burst) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  public CellRate {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("A rate and its burst are 1 or greater");
    }
  }

  /**
   * Whether so many events may pass together, now.
   *
   * @param fullAtNanos when the bucket is full again; any time that is not after now means that it
   *     is full
   * @param nowNanos the same clock; only differences count, so that it may wrap around
   */
  public Admission decide(long fullAtNanos, long nowNanos, int events) {
    long missingNanos = Math.max(0, fullAtNanos - nowNanos);
    long costNanos = nanos(events);
    long spareNanos = nanos(burst) - missingNanos;
    if (missingNanos == 0 || costNanos <= spareNanos) {
      return new Admission.Admitted(nowNanos + missingNanos + costNanos);
    }
    // What is larger than the burst passes once the bucket is full.
    return new Admission.Throttled(
        Duration.ofNanos(Math.min(missingNanos, costNanos - spareNanos)));
  }

  // Rounded up: the bound must hold exactly. No overflow: an int times a billion fits.
  private long nanos(int events) {
    return Math.ceilDiv(events * NANOS_PER_SECOND, (long) perSecond);
  }
}
