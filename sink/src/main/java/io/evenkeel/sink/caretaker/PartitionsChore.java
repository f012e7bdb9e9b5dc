package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.store.DayPartitions;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NavigableSet;
import java.util.stream.Stream;

/** Makes the partitions of the days around today before a row needs them. */
final class PartitionsChore implements Chore {
  private static final int DAYS_BEHIND = 1;
  private static final int DAYS_AHEAD = 2;

  private final Database database;
  private final DayPartitions partitions;
  private final InstantSource clock;
  private final HolderGauge ahead;

  PartitionsChore(Database database, InstantSource clock, MeterRegistry registry) {
    this.database = database;
    this.partitions = new DayPartitions(database);
    this.clock = clock;
    this.ahead =
        new HolderGauge(
            registry,
            "evenkeel.partitions.ahead",
            "Days after today (UTC) for which partitions of readings exist; of the caretaker only",
            "days");
  }

  @Override
  public String name() {
    return "partitions";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(10);
  }

  @Override
  public boolean run() throws SQLException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    // Before they are made: while that fails, the days run out.
    showAhead(today);
    partitions.ensure(
        Stream.iterate(
                today.minusDays(DAYS_BEHIND),
                day -> !day.isAfter(today.plusDays(DAYS_AHEAD)),
                day -> day.plusDays(1))
            .toList());
    showAhead(today);
    return false;
  }

  @Override
  public void idle() {
    ahead.hide();
  }

  private void showAhead(LocalDate today) throws SQLException {
    try (Connection connection = database.connection()) {
      NavigableSet<LocalDate> days = DayPartitions.days(connection);
      long found =
          Stream.iterate(today.plusDays(1), days::contains, day -> day.plusDays(1)).count();
      ahead.show(found);
    }
  }
}
