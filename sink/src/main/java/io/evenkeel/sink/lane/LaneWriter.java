package io.evenkeel.sink.lane;

import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.store.Arrivals;
import io.evenkeel.sink.store.BatchAttempts;
import io.evenkeel.sink.store.BatchBuilder;
import io.evenkeel.sink.store.BatchStore;
import io.evenkeel.sink.store.CleanItem;
import io.evenkeel.sink.store.DayPartitions;
import io.evenkeel.sink.store.StoreResult;
import io.evenkeel.sink.store.WritePath;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what its buffer holds, batch by batch, and repeats a batch until it is stored or belongs
 * to somebody else. A failing database is waited for without end: its partitions are paused
 * meanwhile, so that nothing grows. One thread runs it.
 */
final class LaneWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWriter.class);
  // A repeat for these causes mends them, so more than a few in a row are a mistake of ours.
  private static final int MENDING_ATTEMPTS_MAX = 3;

  private final WriterBuffer buffer;
  private final BatchBuilder builder;
  private final BatchStore store;
  private final DayPartitions partitions;
  private final LaneMetrics metrics;
  private final BatchTracing tracing;
  private final Consumer<Arrivals> onStored;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final PathChoice choice = new PathChoice();
  private volatile boolean databaseAway;

  /**
   * A writer of one buffer.
   *
   * @param onStored told what each committed batch brought; quick and never failing
   */
  LaneWriter(
      WriterBuffer buffer,
      BatchBuilder builder,
      BatchStore store,
      DayPartitions partitions,
      LaneMetrics metrics,
      BatchTracing tracing,
      Consumer<Arrivals> onStored) {
    this.buffer = buffer;
    this.builder = builder;
    this.store = store;
    this.partitions = partitions;
    this.metrics = metrics;
    this.tracing = tracing;
    this.onStored = onStored;
  }

  /** Works until the buffer is closed; fails when going on would be wrong. */
  @Override
  public void run() {
    try {
      for (List<CleanItem> batch = buffer.take(); !batch.isEmpty(); batch = buffer.take()) {
        try {
          store(batch);
        } finally {
          buffer.done();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the last attempt failed because of the database. */
  boolean isDatabaseAway() {
    return databaseAway;
  }

  private void store(List<CleanItem> batch) throws InterruptedException {
    BatchAttempts attempts = new BatchAttempts(builder, store);
    boolean around = false;
    int mended = 0;
    for (List<CleanItem> left = held(batch); !left.isEmpty(); left = held(left)) {
      try {
        if (attempt(attempts, left, around)) {
          return;
        }
      } catch (SQLException e) {
        metrics.failed();
        switch (SqlFault.of(e)) {
          case SqlFault.Transient fault -> {
            if (!awaitDatabase(fault, e)) {
              return;
            }
          }
          case SqlFault.Duplicate() -> {
            choice.onConflict();
            mended = mended(mended, e);
          }
          case SqlFault.NoPartition() -> {
            partitions.forget();
            attempts.startOver();
            mended = mended(mended, e);
          }
          case SqlFault.Poison poison -> {
            around = true;
            mended = mended(mended, e);
          }
          case SqlFault.Broken(String state) ->
              throw new SinkStoppedException(
                  "The database refuses a statement of the sink (SQLSTATE "
                      + state
                      + "): does the schema fit this build?",
                  e);
        }
      }
    }
  }

  /** Returns whether the items are stored. */
  private boolean attempt(BatchAttempts attempts, List<CleanItem> items, boolean around)
      throws SQLException {
    WritePath path = choice.path();
    long start = System.nanoTime();
    StoreResult result = tracing.around(items, () -> attempts.attempt(items, path, around));
    databaseAway = false;
    backoff.reset();
    switch (result) {
      case StoreResult.Stored stored -> {
        metrics.copy().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        metrics.stored(stored.stored(), stored.duplicates(), stored.dead(), path);
        metrics.fresh(stored.arrivals(), System.currentTimeMillis());
        choice.onStored(stored.duplicates());
        onStored.accept(stored.arrivals());
        markStored(items);
        return true;
      }
      case StoreResult.Fenced(List<PartitionLease> leases) -> {
        leases.forEach(LaneWriter::endLease);
        return false;
      }
      case StoreResult.StoredBefore(), StoreResult.OtherServer(String _) ->
          throw new IllegalStateException("Attempts resolve this");
    }
  }

  private boolean awaitDatabase(SqlFault.Transient fault, SQLException e)
      throws InterruptedException {
    databaseAway = true;
    Duration wait = backoff.next();
    LOG.atWarn()
        .addKeyValue("sqlState", fault.sqlState())
        .addKeyValue("failures", backoff.failures())
        .addKeyValue("waitMs", wait.toMillis())
        .addKeyValue("cause", firstLine(e))
        .log("A batch could not be stored and is tried again");
    return !buffer.awaitClosed(wait);
  }

  private static int mended(int before, SQLException e) {
    if (before == MENDING_ATTEMPTS_MAX) {
      throw new SinkStoppedException("A batch cannot be stored in any way", e);
    }
    return before + 1;
  }

  private static List<CleanItem> held(List<CleanItem> items) {
    boolean all = items.stream().allMatch(item -> item.lease().isHeld());
    return all ? items : items.stream().filter(item -> item.lease().isHeld()).toList();
  }

  private static void markStored(List<CleanItem> items) {
    items.forEach(item -> item.lease().stored(item.nextOffset()));
  }

  private static void endLease(PartitionLease lease) {
    LOG.atWarn()
        .addKeyValue("topic", lease.topic().topic())
        .addKeyValue("partition", lease.partition())
        .addKeyValue("epoch", lease.epoch())
        .log("A partition has another owner now; what was not stored of it is dropped here");
    lease.end();
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
