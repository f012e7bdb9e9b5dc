package io.evenkeel.model.signal;

/**
 * Values that a signal can have, in its unit.
 *
 * @param min smallest plausible value
 * @param max largest plausible value
 * @param tolerance how far outside a value may lie and still count as noise: recorded states of
 *     charge reach 100.00003
 */
public record PlausibleRange(double min, double max, double tolerance) {
  public PlausibleRange {
    if (!(min <= max) || !(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "A range needs min <= max and tolerance >= 0, was "
              + min
              + " to "
              + max
              + " ± "
              + tolerance);
    }
  }

  /** Whether the value lies within the range, tolerance included. */
  public boolean contains(double value) {
    return value >= lowest() && value <= highest();
  }

  /** The smallest value within the range, tolerance included. */
  public double lowest() {
    return min - tolerance;
  }

  /** The largest. */
  public double highest() {
    return max + tolerance;
  }
}
