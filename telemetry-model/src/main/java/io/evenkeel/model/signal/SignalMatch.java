package io.evenkeel.model.signal;

/**
 * A received name that the catalogue knows.
 *
 * @param signal the signal it names
 * @param scale factor from the received unit to the signal's
 * @param offset summand after scaling
 */
public record SignalMatch(Signal signal, double scale, double offset) {
  /**
   * The received number in the signal's unit; exactly the number itself where no conversion
   * applies.
   */
  public double convert(double received) {
    return scale == 1 && offset == 0 ? received : received * scale + offset;
  }
}
