package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.schema.SignalColumns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recomputes dirty minutes. */
final class MinutesChore implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(MinutesChore.class);
  private static final Duration MARK_AGE_MIN = Duration.ofSeconds(1);
  private static final long MARKS_SHOWN_MAX = 100_000;

  private final Database database;
  private final MinuteRecompute recompute;
  private final Counter recomputed;
  private volatile long marks;

  MinutesChore(Database database, SignalColumns columns, MeterRegistry registry) {
    this.database = database;
    this.recompute = new MinuteRecompute(columns);
    this.recomputed =
        Counter.builder("evenkeel.sink.minutes.recomputed")
            .description("Vehicle minutes recomputed from the readings")
            .register(registry);
    Gauge.builder("evenkeel.sink.dirty.marks", () -> marks)
        .description("Ranges that wait to be recomputed; 0 in processes that are not caretaker")
        .register(registry);
  }

  @Override
  public String name() {
    return "minutes";
  }

  @Override
  public Duration every() {
    return Duration.ofMillis(500);
  }

  @Override
  public boolean run() throws SQLException {
    try (Connection connection = database.connection()) {
      boolean more = recompute(connection);
      marks = countMarks(connection);
      return more;
    }
  }

  @Override
  public void idle() {
    marks = 0;
  }

  /** Returns whether there may be more to do. */
  private boolean recompute(Connection connection) throws SQLException {
    try {
      MinuteRecompute.Done done = recompute.run(connection, MARK_AGE_MIN);
      recomputed.increment((double) done.minutes());
      return done.marks() > 0;
    } catch (SQLException e) {
      if (!MinuteRecompute.isConflict(e)) {
        throw e;
      }
      LOG.atDebug().log("Somebody wrote the same minutes; they are recomputed next time");
      return false;
    }
  }

  private static long countMarks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM (SELECT FROM evenkeel.dirty_range LIMIT "
                    + MARKS_SHOWN_MAX
                    + ") m")) {
      row.next();
      return row.getLong(1);
    }
  }
}
