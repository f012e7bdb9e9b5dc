package io.evenkeel.admin.letter;

import java.time.Duration;

/**
 * How fast a replay may go: a tenth of its rate at first, half of it then, all of it at last, so
 * that a mistake shows while little has happened. Pure.
 *
 * @param eventsPerSecond the full rate, 1 or greater
 */
record Ramp(int eventsPerSecond) {
  private static final Duration TENTH_UNTIL = Duration.ofSeconds(5);
  private static final Duration HALF_UNTIL = Duration.ofSeconds(10);

  /** How long to wait, after this time, until so many events may have been sent. */
  Duration wait(Duration elapsed, long events) {
    double tenths = 0.1 * eventsPerSecond * TENTH_UNTIL.toSeconds();
    double halves = tenths + 0.5 * eventsPerSecond * HALF_UNTIL.minus(TENTH_UNTIL).toSeconds();
    double due;
    if (events <= tenths) {
      due = events / (0.1 * eventsPerSecond);
    } else if (events <= halves) {
      due = TENTH_UNTIL.toSeconds() + (events - tenths) / (0.5 * eventsPerSecond);
    } else {
      due = HALF_UNTIL.toSeconds() + (events - halves) / eventsPerSecond;
    }
    Duration left = Duration.ofNanos((long) (due * 1e9)).minus(elapsed);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
