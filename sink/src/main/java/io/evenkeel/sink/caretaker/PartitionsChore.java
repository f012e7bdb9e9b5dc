package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.store.DayPartitions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Makes the partitions of the days around today before a row needs them. */
final class PartitionsChore implements Chore {
  private static final int DAYS_BEHIND = 1;
  private static final int DAYS_AHEAD = 2;

  private final DayPartitions partitions;
  private final InstantSource clock;

  PartitionsChore(DayPartitions partitions, InstantSource clock) {
    this.partitions = partitions;
    this.clock = clock;
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
    partitions.ensure(
        Stream.iterate(
                today.minusDays(DAYS_BEHIND),
                day -> !day.isAfter(today.plusDays(DAYS_AHEAD)),
                day -> day.plusDays(1))
            .toList());
    return false;
  }
}
