package io.evenkeel.gateway.admission;

import java.time.Duration;

/**
 * The generic cell rate algorithm (ITU-T I.371): a bucket of {@code burst} events that refills with
 * {@code perSecond}. Its whole state is one number, the theoretical arrival time: the moment, by a
 * monotonic clock in nanoseconds, at which the bucket is full again. A bucket that is full by then
 * needs no state at all.
 *
 * <p>There are two ways to use it. {@link #decide} admits what the bucket holds, and a full bucket
 * admits a batch of any size and goes into debt, so that a batch larger than the burst is not
 * refused for ever: within any time t, at most {@code max(burst, largest batch) + perSecond * t}
 * events pass. {@link #enter} with {@link #charge} admits whatever comes while the bucket is not
 * empty, so that who is refused can be told before its batch is looked at: at most {@code burst +
 * largest batch + perSecond * t} pass. Immutable.
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

  /**
   * Whether anything may pass, now: whatever it is, unless the bucket is empty or in debt. What
   * passes is to be {@linkplain #charge charged}.
   *
   * @param fullAtNanos as in {@link #decide}
   */
  public Admission enter(long fullAtNanos, long nowNanos) {
    long missingNanos = Math.max(0, fullAtNanos - nowNanos);
    long emptyNanos = nanos(burst);
    return missingNanos < emptyNanos
        ? new Admission.Admitted(nowNanos + missingNanos)
        : new Admission.Throttled(Duration.ofNanos(missingNanos - emptyNanos + nanos(1)));
  }

  /** When the bucket is full again after so many events have passed, debt or not. */
  public long charge(long fullAtNanos, long nowNanos, int events) {
    return nowNanos + Math.max(0, fullAtNanos - nowNanos) + nanos(events);
  }

  /** Whole events that the bucket holds now, 0 to its burst. */
  public int level(long fullAtNanos, long nowNanos) {
    long missingNanos = Math.max(0, fullAtNanos - nowNanos);
    // A double is exact enough here, and its product does not overflow.
    double missing = (double) missingNanos * perSecond / NANOS_PER_SECOND;
    return (int) Math.max(0, burst - Math.ceil(missing));
  }

  /**
   * When a bucket is full again that was used at another rate: as many events are missing, but no
   * more than make it empty. A rate that is raised helps at once, one that is lowered leaves no
   * debt of hours.
   */
  public long adopt(CellRate before, long fullAtNanos, long nowNanos) {
    double missing = (double) Math.max(0, fullAtNanos - nowNanos) * before.perSecond / perSecond;
    return nowNanos + (long) Math.min(missing, nanos(burst));
  }

  /** The share of one gateway among several, never less than one event. */
  public CellRate dividedBy(int gateways) {
    return gateways == 1
        ? this
        : new CellRate(Math.max(1, perSecond / gateways), Math.max(1, burst / gateways));
  }

  // Rounded up: the bound must hold exactly. No overflow: an int times a billion fits.
  private long nanos(int events) {
    return Math.ceilDiv(events * NANOS_PER_SECOND, (long) perSecond);
  }
}
