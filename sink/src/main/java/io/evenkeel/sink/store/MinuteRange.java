package io.evenkeel.sink.store;

/**
 * Minutes of one vehicle.
 *
 * @param from first minute since the Unix epoch
 * @param to the minute after the last
 */
public record MinuteRange(long vehicleId, long from, long to) {
  public MinuteRange {
    if (from >= to) {
      throw new IllegalArgumentException("A range of minutes must not be empty");
    }
  }

  /** A single minute. */
  public static MinuteRange of(long vehicleId, long minute) {
    return new MinuteRange(vehicleId, minute, minute + 1);
  }

  /** Number of minutes. */
  public long minutes() {
    return to - from;
  }
}
