package io.evenkeel.sink.drift;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.Arrivals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a sink process stores and adds it to the table {@code signal_window} every two
 * seconds, and once more at the end. Counts that cannot be written down are kept for the next time,
 * up to a bound. A crash costs the counts of the last seconds: they are no books. Thread-safe.
 */
public final class SignalCounting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignalCounting.class);
  private static final Duration PACE = Duration.ofSeconds(2);
  private static final Duration END_WAIT_MAX = Duration.ofSeconds(10);
  private static final int PENDING_MAX = 100_000;
  private static final int COUNTS_PER_TRANSACTION = 2_000;

  private final Database database;
  private final SignalCounts counts;
  // Used by the thread alone.
  private final TreeMap<SignalCount, SignalCount> pending = new TreeMap<>(SignalCount.BY_KEY);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile long lost;

  /**
   * Builds it; {@link #start} lets it write.
   *
   * @param window length of a window
   */
  public SignalCounting(
      Database database, SignalColumns columns, Duration window, MeterRegistry registry) {
    this.database = database;
    this.counts = new SignalCounts(columns, window);
    this.thread = new Thread(this::run, "evenkeel-sink-signal-counts");
    FunctionCounter.builder("evenkeel.sink.signal.counts.lost", this, SignalCounting::lost)
        .description("Counts of signals that were given up because a bound was reached")
        .register(registry);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Counts a committed batch; only touches memory. */
  public void add(Arrivals arrivals) {
    counts.add(arrivals);
  }

  /** Writes down what is left and ends the thread. */
  @Override
  public void close() {
    closing.countDown();
    ThreadEnds.await(thread, END_WAIT_MAX);
  }

  private double lost() {
    return lost + counts.lost();
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = closing.await(PACE.toMillis(), TimeUnit.MILLISECONDS);
        take(counts.drain());
        writePending();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(List<SignalCount> drained) {
    for (SignalCount count : drained) {
      if (pending.containsKey(count) || pending.size() < PENDING_MAX) {
        pending.merge(count, count, SignalCount::plus);
      } else {
        lost++;
      }
    }
  }

  private void writePending() {
    while (!pending.isEmpty()) {
      List<SignalCount> chunk = SignalCount.wholeWindows(pending.values(), COUNTS_PER_TRANSACTION);
      try {
        SignalWindows.add(database, chunk);
      } catch (SQLException e) {
        LOG.atWarn()
            .addKeyValue("sqlState", String.valueOf(e.getSQLState()))
            .addKeyValue("pending", pending.size())
            .log("Signal counts could not be written down");
        if (SqlFault.of(e) instanceof SqlFault.Transient) {
          return;
        }
        // The same again would fail again, and these counts are not worth stopping for.
        lost += chunk.size();
      }
      chunk.forEach(pending::remove);
    }
  }
}
