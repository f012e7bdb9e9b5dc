package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.DayPartitions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caretaker: one sink process at a time holds an advisory lock and, over the connection that
 * holds it, recomputes dirty minutes and makes tomorrow's partitions. Losing the connection loses
 * the lock and rolls back the work.
 */
public final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final String NAME = "evenkeel-sink-caretaker";
  // "EvenkeelC" cut to 64 bits; any constant that nothing else uses.
  private static final long LOCK = 0x4576656e6b656c43L;
  // The one that holds the lock, and one to make partitions.
  private static final int CONNECTIONS = 2;
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration LOCK_TICK = Duration.ofSeconds(2);
  private static final Duration MARK_AGE_MIN = Duration.ofSeconds(1);
  private static final Duration PARTITIONS_EVERY = Duration.ofMinutes(10);
  private static final int RUNS_PER_TICK_MAX = 50;
  private static final long MARKS_SHOWN_MAX = 100_000;
  private static final int DAYS_BEHIND = 1;
  private static final int DAYS_AHEAD = 2;

  private final Database database;
  private final MinuteRecompute recompute;
  private final DayPartitions partitions;
  private final InstantSource clock;
  private final Counter recomputed;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final Duration grace;
  private Instant nextPartitions = Instant.MIN;
  private volatile long marks;

  /**
   * Builds the caretaker; {@link #start} lets it run.
   *
   * @param onFatal told when it has ended by itself
   */
  public Caretaker(
      SinkConfig config,
      SignalColumns columns,
      InstantSource clock,
      MeterRegistry registry,
      Consumer<Throwable> onFatal) {
    this.grace = config.shutdownGrace();
    this.database =
        Database.open(config.jdbcUrl(), config.user(), config.password(), NAME, CONNECTIONS, "");
    this.recompute = new MinuteRecompute(columns);
    this.partitions = new DayPartitions(database);
    this.clock = clock;
    this.recomputed =
        Counter.builder("evenkeel.sink.minutes.recomputed")
            .description("Vehicle minutes recomputed from the readings")
            .register(registry);
    Gauge.builder("evenkeel.sink.dirty.marks", () -> marks)
        .description("Ranges that wait to be recomputed; 0 in processes that are not caretaker")
        .register(registry);
    this.thread = new Thread(this::run, NAME);
    thread.setUncaughtExceptionHandler((t, e) -> onFatal.accept(e));
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    ThreadEnds.await(thread, grace);
    database.close();
  }

  private void run() {
    try {
      while (!awaitClosing(Duration.ZERO)) {
        try {
          holdLock();
        } catch (SQLException e) {
          endOrWait(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdLock() throws SQLException, InterruptedException {
    try (Connection connection = database.connection()) {
      if (!tryLock(connection)) {
        awaitClosing(LOCK_TICK);
        return;
      }
      LOG.atInfo().log("This process is the caretaker");
      try {
        do {
          work(connection);
        } while (!awaitClosing(TICK));
      } finally {
        marks = 0;
        unlock(connection);
      }
    }
  }

  private void work(Connection connection) throws SQLException, InterruptedException {
    makePartitions();
    for (int run = 0; run < RUNS_PER_TICK_MAX && !awaitClosing(Duration.ZERO); run++) {
      boolean more = recompute(connection);
      marks = countMarks(connection);
      if (!more) {
        break;
      }
    }
    backoff.reset();
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
      LOG.atDebug().log("Somebody wrote the same minutes; they are recomputed at the next tick");
      return false;
    }
  }

  private void makePartitions() throws SQLException {
    Instant now = clock.instant();
    if (now.isBefore(nextPartitions)) {
      return;
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    partitions.ensure(
        Stream.iterate(
                today.minusDays(DAYS_BEHIND),
                day -> !day.isAfter(today.plusDays(DAYS_AHEAD)),
                day -> day.plusDays(1))
            .toList());
    nextPartitions = now.plus(PARTITIONS_EVERY);
  }

  // The lock survives everything but the connection's end: a conflict is only tried again.
  private void endOrWait(SQLException e) throws InterruptedException {
    if (SqlFault.of(e) instanceof SqlFault.Broken(String state)) {
      throw new SinkStoppedException(
          "The database refuses a statement of the caretaker (SQLSTATE " + state + ")", e);
    }
    Duration wait = backoff.next();
    LOG.atWarn()
        .addKeyValue("sqlState", String.valueOf(e.getSQLState()))
        .addKeyValue("failures", backoff.failures())
        .log("The caretaker's work failed and is tried again");
    awaitClosing(wait);
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static void unlock(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("The connection that held the caretaker's lock is gone");
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

  private boolean awaitClosing(Duration wait) throws InterruptedException {
    return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
