package io.evenkeel.gateway.decode.scan;

import java.nio.charset.StandardCharsets;

/**
 * Reads numbers as the nearest doubles, and keeps the digits of short decimals. Not thread-safe;
 * one for each body.
 */
public final class NumberScanner {
  private static final int CHARS_MAX = 64;
  // So many digits fit a long.
  private static final int DIGITS_MAX = 18;
  private static final int DECIMALS_MAX = 15;
  private static final long DECIMAL_END = 1L << 50;
  // Up to here integers, and up to 10^22 powers of ten, are exact doubles: their quotient is
  // rounded
  // once, so it is the double nearest to the decimal (W. D. Clinger, How to read floating point
  // numbers accurately, 1990).
  private static final long EXACT_MAX = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };

  private double value;
  private long digits;
  private int decimals;
  private boolean isDecimal;
  private int at;

  /** Reads the number at the cursor. */
  public boolean read(JsonCursor cursor) {
    byte[] json = cursor.json();
    int from = cursor.at();
    boolean negative = json[from] == '-';
    int first = negative ? from + 1 : from;
    long integer = digits(json, first, cursor.end(), 0);
    int before = at - first;
    int after = 0;
    if (before == 0 || (before > 1 && json[first] == '0')) {
      return false;
    }
    if (at < cursor.end() && json[at] == '.') {
      int point = at;
      integer = digits(json, point + 1, cursor.end(), integer);
      after = at - point - 1;
      if (after == 0) {
        return false;
      }
    }
    return at < cursor.end() && (json[at] | 0x20) == 'e'
        ? readExponent(cursor, from)
        : convert(cursor, from, negative ? -integer : integer, before, after);
  }

  /** The number that was read. */
  public double value() {
    return value;
  }

  /** Whether it is exactly {@link #digits} / 10^{@link #decimals}, with digits within ±2^50. */
  public boolean isDecimal() {
    return isDecimal;
  }

  /** Its digits as an integer. */
  public long digits() {
    return digits;
  }

  /** How many of them stand behind the point, 0 to 15. */
  public int decimals() {
    return decimals;
  }

  // Leaves the place behind the last digit in `at`.
  private long digits(byte[] json, int from, int end, long start) {
    long integer = start;
    int place = from;
    for (; place < end; place++) {
      int digit = json[place] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      integer = integer * 10 + digit;
    }
    at = place;
    return integer;
  }

  private boolean convert(JsonCursor cursor, int from, long integer, int before, int after) {
    if (before + after > DIGITS_MAX || Math.abs(integer) > EXACT_MAX) {
      return readSlowly(cursor, from);
    }
    // An integer has no -0, a fraction has.
    boolean negativeZero = integer == 0 && after > 0 && cursor.json()[from] == '-';
    value = after == 0 ? integer : negativeZero ? -0.0 : integer / POWERS[after];
    digits = integer;
    decimals = after;
    isDecimal = !negativeZero && after <= DECIMALS_MAX && Math.abs(integer) < DECIMAL_END;
    cursor.at(at);
    return true;
  }

  private boolean readExponent(JsonCursor cursor, int from) {
    byte[] json = cursor.json();
    int sign = at + 1;
    boolean signed = sign < cursor.end() && (json[sign] == '+' || json[sign] == '-');
    int first = signed ? sign + 1 : sign;
    var _ = digits(json, first, cursor.end(), 0);
    return at > first && readSlowly(cursor, from);
  }

  private boolean readSlowly(JsonCursor cursor, int from) {
    if (at - from > CHARS_MAX) {
      return false;
    }
    value =
        Double.parseDouble(new String(cursor.json(), from, at - from, StandardCharsets.ISO_8859_1));
    isDecimal = false;
    cursor.at(at);
    return Double.isFinite(value);
  }
}
