package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.store.DayPartitions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops days of readings that are old enough, oldest first, and books their rows as expired in the
 * same transaction: no reading goes without being booked. An event that comes for such a day later
 * makes the partition anew, and the next run drops and books that too.
 */
final class ReadingRetention implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingRetention.class);
  private static final String LOCKED = "55P03";
  private static final String GONE = "42P01";

  private final Database database;
  private final Duration ageMax;
  private final InstantSource clock;
  private final Counter dropped;
  // Guarded by this: a run that outlives the role may meet the next.
  private @Nullable ExpiringDay current;

  /**
   * For one database.
   *
   * @param ageMax how long readings are kept after the end of their day; zero keeps all
   */
  ReadingRetention(
      Database database, Duration ageMax, InstantSource clock, MeterRegistry registry) {
    this.database = database;
    this.ageMax = ageMax;
    this.clock = clock;
    this.dropped =
        Counter.builder("evenkeel.sink.days.expired")
            .description("Day partitions of readings dropped because of their age")
            .register(registry);
  }

  @Override
  public String name() {
    return "reading-retention";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public synchronized boolean run() throws SQLException {
    if (ageMax.isZero()) {
      return false;
    }
    try {
      return step();
    } catch (SQLException e) {
      switch (String.valueOf(e.getSQLState())) {
        // Asking again at once would make everybody wait again; what is counted stays right.
        case LOCKED -> LOG.atDebug().log("An expired day is in use and is dropped later");
        case GONE -> current = null;
        default -> throw e;
      }
      return false;
    }
  }

  @Override
  public synchronized void idle() {
    current = null;
  }

  /** Returns whether there is more to do. */
  private boolean step() throws SQLException {
    ExpiringDay expiring = current;
    if (expiring == null) {
      return begin();
    }
    if (expiring.isCounted()) {
      return drop(expiring);
    }
    try (Connection connection = database.connection()) {
      expiring.countNext(connection);
    }
    return true;
  }

  private boolean begin() throws SQLException {
    LocalDate day = oldestExpired();
    if (day == null) {
      return false;
    }
    current = database.inTransaction(connection -> ExpiringDay.begin(connection, day));
    return true;
  }

  private boolean drop(ExpiringDay expiring) throws SQLException {
    boolean done = database.inTransaction(expiring::drop);
    current = null;
    if (done) {
      dropped.increment();
      LOG.atInfo().addKeyValue("day", expiring.day()).log("Readings of a day have expired");
    }
    return done;
  }

  private @Nullable LocalDate oldestExpired() throws SQLException {
    Instant keptFrom = clock.instant().minus(ageMax);
    try (Connection connection = database.connection()) {
      List<LocalDate> expired =
          DayPartitions.days(connection).stream()
              .filter(day -> !endOf(day).isAfter(keptFrom))
              .sorted()
              .toList();
      for (LocalDate day : expired) {
        if (ExpiringDay.isReady(connection, day)) {
          return day;
        }
      }
      return null;
    }
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
