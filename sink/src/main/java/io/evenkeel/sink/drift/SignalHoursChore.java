package io.evenkeel.sink.drift;

import io.evenkeel.sink.caretaker.Chore;
import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Merges old windows of signal counts into hours and forgets hours that are too old. */
public final class SignalHoursChore implements Chore {
  private static final Duration WINDOW_AGE_MAX = Duration.ofHours(48);
  // Counts that come in after a long outage are merged, too, if they are not older than this.
  private static final Duration LOOK_BACK = Duration.ofHours(48);
  private static final Duration HOUR_AGE_MAX = Duration.ofDays(90);
  private static final int ROWS_PER_RUN_MAX = 20_000;

  private final Database database;
  private final InstantSource clock;

  /** A chore by a clock. */
  public SignalHoursChore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "signal-hours";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(10);
  }

  @Override
  public boolean run() throws SQLException {
    Instant now = clock.instant();
    Instant to = now.minus(WINDOW_AGE_MAX).truncatedTo(ChronoUnit.HOURS);
    try (Connection connection = database.connection()) {
      SignalWindows.mergeIntoHours(connection, to.minus(LOOK_BACK), to);
      int deleted =
          SignalWindows.deleteBefore(connection, now.minus(HOUR_AGE_MAX), ROWS_PER_RUN_MAX);
      return deleted == ROWS_PER_RUN_MAX;
    }
  }
}
