package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.store.DayPartitions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops days of readings that are old enough, oldest first. In one transaction it locks the day
 * against writers, counts it by tenant, books the counts as expired and drops it: no reading goes
 * without being booked. An event that comes for such a day later makes the partition anew, and the
 * next run drops and books that too.
 */
final class ReadingRetention implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingRetention.class);
  // Any constant that nothing else uses: "EvenkeelR" cut to 64 bits.
  private static final long LOCK = 0x4576656e6b656c52L;
  // Locked by somebody for longer than this waits, or dropped by hand since it was listed.
  private static final Set<String> IN_USE = Set.of("55P03", "42P01");
  // Whoever wants to read or write waits behind a lock that is waited for; and this is less than
  // the second after which PostgreSQL looks for deadlocks, which then end by themselves.
  private static final Duration LOCK_WAIT_MAX = Duration.ofMillis(800);
  // Counted in less than about 0.2 s: so long all partitions may be locked. Late events make small
  // partitions, and where they keep coming the careful way would meet them again and again.
  private static final long SMALL_BYTES_MAX = 64L << 20;

  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(" + LOCK + ")";
  private static final String BOOK =
      "INSERT INTO evenkeel.removal AS r (tenant_no, account, day, expired)"
          + " SELECT vehicle_id >> 40, 'reading', ?, count(*) FROM evenkeel.%s GROUP BY 1 ORDER BY 1"
          + " ON CONFLICT (tenant_no, account, day)"
          + " DO UPDATE SET expired = r.expired + excluded.expired";
  private static final String REMEMBER =
      "INSERT INTO evenkeel.expired_day (day) VALUES (?) ON CONFLICT (day) DO NOTHING";
  // Of a day that expires for the first time the minutes are to be right for ever.
  private static final String IS_READY =
      "SELECT EXISTS (SELECT FROM evenkeel.expired_day WHERE day = ?)"
          + " OR NOT EXISTS (SELECT FROM evenkeel.dirty_range"
          + " WHERE from_minute < ? AND to_minute > ?)";

  private final Database database;
  private final Duration ageMax;
  private final InstantSource clock;
  private final Counter dropped;

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
  public boolean run() throws SQLException {
    if (ageMax.isZero()) {
      return false;
    }
    try {
      for (LocalDate day : expired()) {
        if (drop(day)) {
          return true;
        }
      }
    } catch (SQLException e) {
      if (!IN_USE.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      // Asking for the next one as well would make writers wait once more.
      LOG.atDebug().log("An expired day is in use and is dropped later");
    }
    return false;
  }

  private List<LocalDate> expired() throws SQLException {
    Instant keptFrom = clock.instant().minus(ageMax);
    try (Connection connection = database.connection()) {
      return DayPartitions.attachedDays(connection).stream()
          .filter(day -> !startOf(day.plusDays(1)).isAfter(keptFrom))
          .sorted()
          .toList();
    }
  }

  /** Returns whether the day is gone; otherwise its time has not come yet. */
  private boolean drop(LocalDate day) throws SQLException {
    boolean done = database.inTransaction(connection -> drop(connection, day));
    if (done) {
      dropped.increment();
      LOG.atInfo().addKeyValue("day", day).log("Readings of a day have expired");
    }
    return done;
  }

  private static boolean drop(Connection connection, LocalDate day) throws SQLException {
    String partition = DayPartitions.name(day);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + LOCK_WAIT_MAX.toMillis());
      // Its twin may have dropped the day since it was listed.
      if (!isTrue(statement, TRY_LOCK) || !DayPartitions.attachedDays(connection).contains(day)) {
        return false;
      }
      lock(statement, partition);
      if (!isReady(connection, day)) {
        return false;
      }
      update(connection, BOOK.formatted(partition), day);
      update(connection, REMEMBER, day);
      statement.execute("DROP TABLE evenkeel." + partition);
      return true;
    }
  }

  // Readers go on while the day is counted, and so do writers of other days.
  private static void lock(Statement statement, String partition) throws SQLException {
    String table = "evenkeel." + partition;
    if (isTrue(statement, "SELECT pg_relation_size('" + table + "') <= " + SMALL_BYTES_MAX)) {
      statement.execute("LOCK TABLE ONLY evenkeel.reading IN ACCESS EXCLUSIVE MODE");
    }
    statement.execute("LOCK TABLE " + table + " IN SHARE MODE");
  }

  private static boolean isReady(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement(IS_READY)) {
      ask.setObject(1, day);
      ask.setObject(2, startOf(day.plusDays(1)).atOffset(ZoneOffset.UTC));
      ask.setObject(3, startOf(day).atOffset(ZoneOffset.UTC));
      try (ResultSet row = ask.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static void update(Connection connection, String sql, LocalDate day) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, day);
      statement.executeUpdate();
    }
  }

  private static boolean isTrue(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
