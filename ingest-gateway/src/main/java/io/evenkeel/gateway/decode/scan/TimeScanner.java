package io.evenkeel.gateway.decode.scan;

import io.evenkeel.model.signal.AsciiBytes;

/**
 * Reads times of RFC 3339 in their usual form, {@code 2026-05-04T03:02:01.000Z} or with an offset.
 * Not thread-safe; one for each body.
 */
public final class TimeScanner {
  /** What is no such time. */
  public static final long NOT_PLAIN = Long.MIN_VALUE;

  private static final int SECONDS_END = "yyyy-mm-ddThh:mm:ss".length();
  private static final int OFFSET_LENGTH = "+hh:mm".length();
  private static final int FRACTION_DIGITS_MAX = 9;
  private static final int OFFSET_HOURS_END = 18;
  private static final long DAY_MILLIS = 86_400_000;

  // The events of a batch mostly share their day: its first eight characters, the next two, and
  // when it began.
  private long yearAndMonth;
  private int day;
  private long dayBegan = NOT_PLAIN;
  private int millis;

  /** Unix milliseconds of the time between two places, or {@link #NOT_PLAIN}. */
  public long read(byte[] json, int from, int to) {
    if (to - from <= SECONDS_END || json[from + 10] != 'T') {
      return NOT_PLAIN;
    }
    long date = date(json, from);
    int clock = clock(json, from + 11);
    if (date == NOT_PLAIN || clock < 0) {
      return NOT_PLAIN;
    }
    int zone = fraction(json, from + SECONDS_END, to);
    long offset = zone < 0 ? NOT_PLAIN : offset(json, zone, to);
    return offset == NOT_PLAIN ? NOT_PLAIN : date + clock + millis - offset;
  }

  private long date(byte[] json, int from) {
    long eight = AsciiBytes.eight(json, from);
    int two = json[from + 8] << Byte.SIZE | json[from + 9];
    if (eight != yearAndMonth || two != day || dayBegan == NOT_PLAIN) {
      dayBegan = began(json, from);
      yearAndMonth = eight;
      day = two;
    }
    return dayBegan;
  }

  private static long began(byte[] json, int from) {
    int century = two(json, from);
    int yearOfCentury = two(json, from + 2);
    int month = two(json, from + 5);
    int dayOfMonth = two(json, from + 8);
    boolean digits = (century | yearOfCentury | month | dayOfMonth) >= 0;
    int year = century * 100 + yearOfCentury;
    if (!digits
        || json[from + 4] != '-'
        || json[from + 7] != '-'
        || year < 1970
        || month < 1
        || month > 12
        || dayOfMonth < 1
        || dayOfMonth > daysOf(month, year)) {
      return NOT_PLAIN;
    }
    return epochDay(year, month, dayOfMonth) * DAY_MILLIS;
  }

  private static int clock(byte[] json, int from) {
    int hour = two(json, from);
    int minute = two(json, from + 3);
    int second = two(json, from + 6);
    boolean valid =
        (hour | minute | second) >= 0
            && hour < 24
            && minute < 60
            && second < 60
            && json[from + 2] == ':'
            && json[from + 5] == ':';
    return valid ? ((hour * 60 + minute) * 60 + second) * 1_000 : -1;
  }

  // Leaves the milliseconds in `millis`; gives the place behind the fraction, or -1.
  private int fraction(byte[] json, int from, int to) {
    millis = 0;
    if (json[from] != '.') {
      return from;
    }
    int place = from + 1;
    int unit = 100;
    for (; place < to && json[place] >= '0' && json[place] <= '9'; place++) {
      millis += (json[place] - '0') * unit;
      unit /= 10;
    }
    int digits = place - from - 1;
    return digits > 0 && digits <= FRACTION_DIGITS_MAX ? place : -1;
  }

  private static long offset(byte[] json, int from, int to) {
    if (to - from == 1 && json[from] == 'Z') {
      return 0;
    }
    if (to - from != OFFSET_LENGTH || json[from + 3] != ':') {
      return NOT_PLAIN;
    }
    int hours = two(json, from + 1);
    int minutes = two(json, from + 4);
    boolean valid = (hours | minutes) >= 0 && hours < OFFSET_HOURS_END && minutes < 60;
    long offset = (hours * 60L + minutes) * 60_000;
    if (valid && json[from] == '+') {
      return offset;
    }
    // RFC 3339 gives -00:00 a meaning of its own.
    return valid && json[from] == '-' && offset > 0 ? -offset : NOT_PLAIN;
  }

  // Two digits, or a negative number.
  private static int two(byte[] json, int at) {
    int tens = json[at] - '0';
    int ones = json[at + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
  }

  private static int daysOf(int month, int year) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  // Days since 1970-01-01, with years that begin in March, so that the leap day comes last.
  private static long epochDay(int year, int month, int dayOfMonth) {
    int shifted = month > 2 ? year : year - 1;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1;
    return 365L * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
  }
}
