package io.evenkeel.model.signal;

/**
 * Another name of a signal; a received number becomes {@code value * scale + offset} in the
 * signal's unit.
 *
 * @param name the other name
 * @param scale factor, not 0; 1 where the unit is the same
 * @param offset summand after scaling
 */
public record SignalAlias(String name, double scale, double offset) {
  public SignalAlias {
    if (scale == 0 || !Double.isFinite(scale) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "Alias " + name + " needs a finite scale other than 0 and a finite offset");
    }
  }
}
