package io.evenkeel.sink.store;

import java.time.Duration;

/** Which event times the tables take. */
public final class EventTimes {
  // The gateway takes 10 years of backfill; some slack, so that its bound is the one that is met.
  // Bounded at all, because each day is a table.
  private static final long AGE_MILLIS_MAX = Duration.ofDays(11 * 366).toMillis();
  private static final long AHEAD_MILLIS_MAX = Duration.ofDays(2).toMillis();
  private static final long YEAR_1_MILLIS = -62_135_596_800_000L;
  private static final long YEAR_10000_MILLIS = 253_402_300_800_000L;

  private EventTimes() {}

  /** Whether an event may be stored that was accepted at {@code ingestMillis}. */
  static boolean isInBounds(long timeMillis, long ingestMillis) {
    return timeMillis >= ingestMillis - AGE_MILLIS_MAX
        && timeMillis <= ingestMillis + AHEAD_MILLIS_MAX;
  }

  /** Whether a time is one that the database can hold and people can read: years 1 to 9999. */
  public static boolean isStorable(long timeMillis) {
    return timeMillis >= YEAR_1_MILLIS && timeMillis < YEAR_10000_MILLIS;
  }
}
