package io.evenkeel.model.record;

/** Finds the decimal scale at which doubles are integers. */
final class DecimalScale {
  /** No scale. */
  static final int NONE = -1;

  static final int MAX = 15;
  static final long[] POWERS = new long[MAX + 1];
  // Integers up to 2^53 and these powers of ten are exact doubles, so one division rounds
  // correctly: m / 10^s is the double nearest to the decimal, which is what a parser read in the
  // first place.
  static final double[] DOUBLE_POWERS = new double[MAX + 1];
  private static final double INTEGER_MAX = 1L << 53;

  static {
    long power = 1;
    for (int scale = 0; scale <= MAX; scale++) {
      POWERS[scale] = power;
      DOUBLE_POWERS[scale] = power;
      power *= 10;
    }
  }

  private DecimalScale() {}

  /** The smallest scale at which all are exact, or {@link #NONE}. */
  static int common(double[] values) {
    int scale = 0;
    for (double value : values) {
      scale = exactFrom(value, scale);
      if (scale > MAX) {
        return NONE;
      }
    }
    // An earlier value may be exact at its own scale and not at the larger one of a later value.
    for (double value : values) {
      if (!isExact(value, scale)) {
        return NONE;
      }
    }
    return scale;
  }

  /** The values as integers of a scale at which they are exact. */
  static long[] integers(double[] values, int scale) {
    long[] integers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (long) Math.rint(values[i] * DOUBLE_POWERS[scale]);
    }
    return integers;
  }

  private static int exactFrom(double value, int from) {
    int scale = from;
    while (scale <= MAX && !isExact(value, scale)) {
      scale++;
    }
    return scale;
  }

  private static boolean isExact(double value, int scale) {
    double integer = Math.rint(value * DOUBLE_POWERS[scale]);
    // Compared by bits: -0.0 is a value of its own and has no integer.
    return Math.abs(integer) <= INTEGER_MAX
        && Double.doubleToRawLongBits((long) integer / DOUBLE_POWERS[scale])
            == Double.doubleToRawLongBits(value);
  }
}
