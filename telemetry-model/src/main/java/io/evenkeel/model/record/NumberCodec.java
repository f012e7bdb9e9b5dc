package io.evenkeel.model.record;

import io.evenkeel.model.wire.RawNumbers;
import io.evenkeel.model.wire.ScaledNumbers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers to and from their wire form. Recorded signals are mostly short decimals that change
 * little: as integers of a common decimal scale their differences take one or two bytes. Where that
 * is not exact, or not shorter, the doubles themselves are sent.
 */
final class NumberCodec {
  private static final int SCALE_MAX = 15;
  // Integers up to 2^53 and these powers of ten are exact doubles, so one division rounds
  // correctly: m / 10^s is the
  // double nearest to the decimal, which is what a parser read in the first place.
  private static final double INTEGER_MAX = 1L << 53;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private NumberCodec() {}

  static void encode(double[] values, io.evenkeel.model.wire.Column.Builder wire) {
    ScaledNumbers scaled = scaled(values);
    if (scaled != null && scaled.getSerializedSize() <= values.length * Double.BYTES) {
      wire.setScaled(scaled);
    } else {
      RawNumbers.Builder raw = RawNumbers.newBuilder();
      for (double value : values) {
        raw.addValues(value);
      }
      wire.setRaw(raw);
    }
  }

  static double[] decode(io.evenkeel.model.wire.Column wire, int count)
      throws MalformedRecordException {
    double[] values = wire.hasScaled() ? decodeScaled(wire.getScaled()) : decodeRaw(wire.getRaw());
    if (values.length != count) {
      throw new MalformedRecordException("a column's numbers and events differ in number");
    }
    return values;
  }

  private static double[] decodeScaled(ScaledNumbers wire) throws MalformedRecordException {
    int scale = wire.getScale();
    if (scale < 0 || scale > SCALE_MAX) {
      throw new MalformedRecordException("a column has decimal scale " + scale);
    }
    double[] values = new double[wire.getDeltasCount()];
    long integer = 0;
    for (int i = 0; i < values.length; i++) {
      integer += wire.getDeltas(i);
      values[i] = integer / POWERS_OF_TEN[scale];
    }
    return values;
  }

  private static double[] decodeRaw(RawNumbers wire) throws MalformedRecordException {
    double[] values = new double[wire.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = wire.getValues(i);
      if (!Double.isFinite(values[i])) {
        throw new MalformedRecordException("a number is not finite");
      }
    }
    return values;
  }

  /** The shortest exact scaled form, or null if one of the values has none. */
  private static @Nullable ScaledNumbers scaled(double[] values) {
    int scale = 0;
    for (double value : values) {
      scale = exactScale(value, scale);
      if (scale > SCALE_MAX) {
        return null;
      }
    }
    return deltas(values, scale);
  }

  /**
   * The smallest scale from {@code from} on at which the value is exact, or more than SCALE_MAX.
   */
  private static int exactScale(double value, int from) {
    int scale = from;
    while (scale <= SCALE_MAX && !isExact(value, scale)) {
      scale++;
    }
    return scale;
  }

  private static boolean isExact(double value, int scale) {
    double integer = Math.rint(value * POWERS_OF_TEN[scale]);
    // Compared by bits: -0.0 is a value of its own and has no integer.
    return Math.abs(integer) <= INTEGER_MAX
        && Double.doubleToRawLongBits((long) integer / POWERS_OF_TEN[scale])
            == Double.doubleToRawLongBits(value);
  }

  // An earlier value may be exact at its own scale and not at the larger one of a later value, so
  // all are checked again.
  private static @Nullable ScaledNumbers deltas(double[] values, int scale) {
    if (!Arrays.stream(values).allMatch(value -> isExact(value, scale))) {
      return null;
    }
    ScaledNumbers.Builder wire = ScaledNumbers.newBuilder().setScale(scale);
    long previous = 0;
    for (double value : values) {
      long integer = (long) Math.rint(value * POWERS_OF_TEN[scale]);
      wire.addDeltas(integer - previous);
      previous = integer;
    }
    return wire.build();
  }
}
