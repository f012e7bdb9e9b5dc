package io.evenkeel.model.record;

import io.evenkeel.model.wire.RawNumbers;
import io.evenkeel.model.wire.ScaledNumbers;

/**
 * Numbers from their wire form. Recorded signals are mostly short decimals that change little: as
 * integers of a common decimal scale their differences take one or two bytes. Where that is not
 * exact, or not shorter, the doubles themselves are sent.
 */
final class NumberDecoder {
  private NumberDecoder() {}

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
    if (scale < 0 || scale > DecimalScale.MAX) {
      throw new MalformedRecordException("a column has decimal scale " + scale);
    }
    double[] values = new double[wire.getDeltasCount()];
    long integer = 0;
    for (int i = 0; i < values.length; i++) {
      integer += wire.getDeltas(i);
      values[i] = integer / DecimalScale.DOUBLE_POWERS[scale];
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
}
