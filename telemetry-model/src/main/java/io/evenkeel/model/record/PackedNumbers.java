package io.evenkeel.model.record;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Numbers. As long as all are decimals of few digits they are kept as integers of one decimal
 * scale, which is how they are sent; the first other number makes doubles of them.
 *
 * <p>That gives the same wire form as looking for the scale in the doubles. An integer m below 2^50
 * and a double nearest to m / 10^s determine each other: such decimals lie further apart than
 * doubles, so no smaller scale is exact unless m ends with a zero, and a larger one is as long as
 * its integers stay below 2^50.
 */
final class PackedNumbers extends PackedColumn {
  /** The integers of decimals lie below this. */
  static final long DECIMAL_END = 1L << 50;

  private static final int SCALED = 4;
  private static final int SCALED_SCALE = 1;
  private static final int SCALED_DELTAS = 2;
  private static final int RAW = 5;
  private static final int RAW_VALUES = 1;
  private static final int DOUBLES = -1;

  // Integers of the scale, or bits of doubles.
  private long[] values = new long[8];
  private int scale;
  private long largest;

  PackedNumbers(int signalId, String name) {
    super(NUMBERS, signalId, name);
  }

  /**
   * Adds {@code integer / 10^decimals}.
   *
   * @param integer between -2^50 and 2^50, exclusive
   * @param decimals 0 to 15
   */
  void addDecimal(int event, long integer, int decimals) {
    if (!tryDecimal(event, integer, decimals)) {
      appendDouble(event, integer / DecimalScale.DOUBLE_POWERS[decimals]);
    }
  }

  void addDouble(int event, double value) {
    if (!isPlainInteger(value) || !tryDecimal(event, (long) value, 0)) {
      appendDouble(event, value);
    }
  }

  @Override
  void add(int event, Column column) {
    addDouble(event, ((Column.Numbers) column).values()[event]);
  }

  @Override
  Column unpack(int blockEvents) {
    double[] dense = new double[blockEvents];
    BitSet events = events();
    int next = 0;
    for (int e = events.nextSetBit(0); e >= 0; e = events.nextSetBit(e + 1)) {
      dense[e] = number(next++);
    }
    return new Column.Numbers(key(), Presence.of(blockEvents, events), dense);
  }

  @Override
  void writeValues(WireWriter out) {
    if (scale != DOUBLES) {
      writeShorter(values, scale, out);
      return;
    }
    double[] numbers = numbers();
    int found = DecimalScale.common(numbers);
    if (found == DecimalScale.NONE) {
      writeRaw(out);
    } else {
      writeShorter(DecimalScale.integers(numbers, found), found, out);
    }
  }

  private void writeShorter(long[] integers, int usedScale, WireWriter out) {
    int before = out.size();
    if (count() > 0) {
      out.deltas(integers, count());
      out.field(SCALED_DELTAS, before);
    }
    out.number(SCALED_SCALE, usedScale);
    if (out.size() - before <= count() * Double.BYTES) {
      out.field(SCALED, before);
    } else {
      out.rewind(before);
      writeRaw(out);
    }
  }

  private void writeRaw(WireWriter out) {
    int before = out.size();
    for (int i = count() - 1; i >= 0; i--) {
      out.fixed64(Double.doubleToRawLongBits(number(i)));
    }
    if (count() > 0) {
      out.field(RAW_VALUES, before);
    }
    out.field(RAW, before);
  }

  private double number(int place) {
    return scale == DOUBLES
        ? Double.longBitsToDouble(values[place])
        : values[place] / DecimalScale.DOUBLE_POWERS[scale];
  }

  private double[] numbers() {
    double[] numbers = new double[count()];
    Arrays.setAll(numbers, this::number);
    return numbers;
  }

  private boolean tryDecimal(int event, long integer, int decimals) {
    long shortest = integer;
    int needed = decimals;
    while (needed > scale && scale != DOUBLES && shortest % 10 == 0) {
      shortest /= 10;
      needed--;
    }
    if (needed != scale && !fits(shortest, needed)) {
      return false;
    }
    long scaled = needed == scale ? shortest : shortest * DecimalScale.POWERS[scale - needed];
    largest = Math.max(largest, Math.abs(scaled));
    append(event, scaled);
    return true;
  }

  private void appendDouble(int event, double value) {
    toDoubles();
    append(event, Double.doubleToRawLongBits(value));
  }

  private void append(int event, long value) {
    int place = place(event);
    if (place == values.length) {
      values = Arrays.copyOf(values, place * 2);
    }
    values[place] = value;
  }

  // Makes room for a decimal of another scale, if all integers stay small enough for that.
  private boolean fits(long integer, int needed) {
    if (scale == DOUBLES) {
      return false;
    }
    if (needed <= scale) {
      return Math.abs(integer) < DECIMAL_END / DecimalScale.POWERS[scale - needed];
    }
    long factor = DecimalScale.POWERS[needed - scale];
    if (largest >= DECIMAL_END / factor) {
      return false;
    }
    for (int i = 0; i < count(); i++) {
      values[i] *= factor;
    }
    largest *= factor;
    scale = needed;
    return true;
  }

  private void toDoubles() {
    if (scale == DOUBLES) {
      return;
    }
    for (int i = 0; i < count(); i++) {
      values[i] = Double.doubleToRawLongBits(number(i));
    }
    scale = DOUBLES;
  }

  // By bits: -0.0 is a number of its own.
  private static boolean isPlainInteger(double value) {
    return Math.abs(value) < DECIMAL_END
        && Double.doubleToRawLongBits((double) (long) value) == Double.doubleToRawLongBits(value);
  }
}
