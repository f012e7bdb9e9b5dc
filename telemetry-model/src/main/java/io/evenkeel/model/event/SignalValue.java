package io.evenkeel.model.event;

/** A value of a signal. */
public sealed interface SignalValue {
  /**
   * A number; integers up to 2^53 are exact.
   *
   * @param number an IEEE 754 double, never NaN or an infinity
   */
  record Numeric(double number) implements SignalValue {
    public Numeric {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("A signal's number must be finite, was " + number);
      }
    }
  }

  /** A yes or no. */
  record Flag(boolean flag) implements SignalValue {}

  /** A text. */
  record Text(String text) implements SignalValue {}
}
