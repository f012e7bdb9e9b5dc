package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.database.ThreadEnds;
import io.micrometer.core.instrument.Gauge;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats one chore while this process is the caretaker. */
final class ChoreThread {
  private static final Logger LOG = LoggerFactory.getLogger(ChoreThread.class);

  private final Chore chore;
  private final ChoreMetrics metrics;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Starts the chore.
   *
   * @param onFatal told when it cannot go on
   */
  ChoreThread(Chore chore, ChoreMetrics metrics, Consumer<Throwable> onFatal) {
    this.chore = chore;
    this.metrics = metrics;
    this.thread = new Thread(this::repeat, "evenkeel-caretaker-" + chore.name());
    thread.setUncaughtExceptionHandler((t, e) -> onFatal.accept(e));
    thread.start();
  }

  /** Lets the run that is under way end; does not wait for it. */
  void end() {
    ending.countDown();
  }

  /** Waits until the chore has ended, but not for ever. */
  void awaitEnd(Duration waitMax) {
    ThreadEnds.await(thread, waitMax);
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  private void repeat() {
    Gauge age = metrics.begin();
    try {
      Duration rest = Duration.ZERO;
      while (!ending.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
        rest = attempt() ? Duration.ZERO : chore.every();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      metrics.end(age);
      chore.idle();
    }
  }

  private boolean attempt() throws InterruptedException {
    try {
      boolean more = chore.run();
      backoff.reset();
      metrics.succeeded();
      return more;
    } catch (SQLException e) {
      if (SqlFault.of(e) instanceof SqlFault.Broken(String state)) {
        throw new SinkStoppedException(
            "The database refuses a statement of the caretaker (SQLSTATE " + state + ")", e);
      }
      return awaitNextAttempt(e, "SQLSTATE " + e.getSQLState());
    } catch (KafkaException e) {
      return awaitNextAttempt(e, "Kafka");
    }
  }

  private boolean awaitNextAttempt(Exception failure, String of) throws InterruptedException {
    metrics.failed();
    Duration wait = backoff.next();
    LOG.atWarn()
        .addKeyValue("chore", chore.name())
        .addKeyValue("of", of)
        .addKeyValue("cause", failure.toString())
        .addKeyValue("failures", backoff.failures())
        .log("A chore of the caretaker failed and is tried again");
    return !ending.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
