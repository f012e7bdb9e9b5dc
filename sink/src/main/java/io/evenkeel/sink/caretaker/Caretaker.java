package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.schema.SignalColumns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caretaker's role: one sink process at a time holds an advisory lock and runs the chores. The
 * lock belongs to a connection, so a process that dies loses it at once, and one whose machine
 * vanishes loses it when the server's keep-alive notices, within 5 s in both cases.
 */
public final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final String NAME = "evenkeel-caretaker";
  // "EvenkeelC" cut to 64 bits; any constant that nothing else uses.
  private static final long LOCK = 0x4576656e6b656c43L;
  // With the 4 s in which the server notices that a machine is gone: less than 5 s.
  private static final Duration LOCK_TICK = Duration.ofMillis(500);

  private final Database lockDatabase;
  private final Chores chores;
  private final Consumer<Throwable> onFatal;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final Duration grace;
  private volatile boolean holder;

  /**
   * Builds a candidate for the role; {@link #start} lets it run.
   *
   * @param onFatal told when a chore cannot go on
   */
  public Caretaker(
      SinkConfig config,
      KafkaAccess kafka,
      SignalColumns columns,
      InstantSource clock,
      MeterRegistry registry,
      Consumer<Throwable> onFatal) {
    this.grace = config.shutdownGrace();
    this.onFatal = onFatal;
    this.lockDatabase =
        Database.open(config.jdbcUrl(), config.user(), config.password(), NAME, 1, "");
    this.chores = new Chores(config, kafka, columns, clock, registry);
    Gauge.builder("evenkeel.caretaker.holder", () -> holder ? 1 : 0)
        .description("1 in the process that is the caretaker")
        .register(registry);
    this.thread = new Thread(this::run, NAME);
    thread.setUncaughtExceptionHandler((t, e) -> onFatal.accept(e));
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Whether this process holds the role. */
  public boolean isHolder() {
    return holder;
  }

  @Override
  public void close() {
    closing.countDown();
    ThreadEnds.await(thread, grace);
    chores.close();
    lockDatabase.close();
  }

  private void run() {
    try {
      while (!awaitClosing(Duration.ZERO)) {
        try {
          holdLock();
        } catch (SQLException e) {
          awaitDatabase(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void holdLock() throws SQLException, InterruptedException {
    try (Connection connection = lockDatabase.connection()) {
      backoff.reset();
      if (!tryLock(connection)) {
        awaitClosing(LOCK_TICK);
        return;
      }
      LOG.atInfo().log("This process is the caretaker");
      holder = true;
      List<ChoreThread> running = chores.start(onFatal);
      try {
        while (!awaitClosing(LOCK_TICK)) {
          chores.all().forEach(Chore::watch);
          requireLock(connection);
        }
      } finally {
        running.forEach(ChoreThread::end);
        running.forEach(chore -> chore.awaitEnd(grace));
        holder = false;
        unlock(connection);
      }
    }
  }

  private void awaitDatabase(SQLException e) throws InterruptedException {
    Duration wait = backoff.next();
    LOG.atWarn()
        .addKeyValue("sqlState", String.valueOf(e.getSQLState()))
        .addKeyValue("failures", backoff.failures())
        .log("The caretaker's connection failed; the role is free until it is there again");
    awaitClosing(wait);
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  // The lock survives everything but the end of its connection.
  private static void requireLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT");
    }
  }

  private static void unlock(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("The connection that held the caretaker's lock is gone");
    }
  }

  private boolean awaitClosing(Duration wait) throws InterruptedException {
    return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
