package io.evenkeel.sink.letter;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionedConsumer;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter topic into {@code dead_letter}, each letter once: its position moves in the
 * transaction that keeps it. Nothing is skipped; while the database refuses or is away, the topic
 * is the buffer. One thread does everything between polls.
 */
public final class LetterPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LetterPipeline.class);
  private static final String GROUP = "evenkeel-sink-dead-letters";
  // The worker itself, and one to claim partitions.
  private static final int CONNECTIONS = 2;
  // At these bounds the partitions are paused: at most one fetch more comes in.
  private static final int PENDING_LETTERS_MAX = 2_000;
  private static final long PENDING_BYTES_MAX = 16L << 20;
  private static final int BATCH_LETTERS_MAX = 500;
  private static final long BATCH_BYTES_MAX = 8L << 20;

  private final Database database;
  private final LetterStore store;
  private final LetterMetrics metrics;
  private final PositionedConsumer consumer;
  private final Thread thread;
  private final Duration grace;

  /**
   * Builds the pipeline; {@link #start} lets it run.
   *
   * @param onFatal told when it has ended by itself
   */
  public LetterPipeline(
      SinkConfig config, KafkaAccess kafka, MeterRegistry registry, Consumer<Throwable> onFatal) {
    this.grace = config.shutdownGrace();
    this.database =
        Database.open(config.jdbcUrl(), config.user(), config.password(), GROUP, CONNECTIONS, "");
    this.store = new LetterStore(database);
    this.metrics = new LetterMetrics(registry);
    this.consumer =
        new PositionedConsumer(
            kafka, GROUP, Topics.DEAD_LETTER, Optional.empty(), database, new Pending(), onFatal);
    metrics.backlog(consumer::backlogRecords);
    this.thread = new Thread(consumer, GROUP + "-consumer");
    thread.setUncaughtExceptionHandler((t, e) -> onFatal.accept(e));
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    consumer.close();
    ThreadEnds.await(thread, grace);
    database.close();
  }

  /** Letters that wait, in order for each partition. Consumer thread only. */
  private final class Pending implements PositionedConsumer.Receiver {
    private final Deque<LetterItem> waiting = new ArrayDeque<>();
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    // Repeated as it was: then an attempt whose end is not known is recognised by its positions.
    private List<LetterItem> batch = List.of();
    private int letters;
    private long bytes;
    private long nextAttemptNanos = System.nanoTime();

    @Override
    public void receive(
        PartitionLease lease, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
      for (int i = 0; i < records.size(); i++) {
        boolean last = i + 1 == records.size();
        long next = last ? nextOffset : records.get(i).offset() + 1;
        add(new LetterItem(lease, lease.queuedOffset(), next, LetterReader.read(records.get(i))));
      }
      if (records.isEmpty()) {
        add(new LetterItem(lease, lease.queuedOffset(), nextOffset, null));
      }
    }

    private void add(LetterItem item) {
      waiting.add(item);
      item.lease().queued(item.nextOffset(), OptionalLong.empty());
      letters += item.letters();
      bytes += item.bytes();
    }

    @Override
    public boolean wantsPause(PartitionLease lease) {
      return letters >= PENDING_LETTERS_MAX || bytes >= PENDING_BYTES_MAX || backoff.failures() > 0;
    }

    @Override
    public void release(List<PartitionLease> leases) {
      batch.stream().filter(item -> leases.contains(item.lease())).forEach(this::forget);
      batch = batch.stream().filter(item -> !leases.contains(item.lease())).toList();
      waiting.stream().filter(item -> leases.contains(item.lease())).forEach(this::forget);
      waiting.removeIf(item -> leases.contains(item.lease()));
    }

    private void forget(LetterItem item) {
      letters -= item.letters();
      bytes -= item.bytes();
    }

    @Override
    public void work() {
      if (System.nanoTime() - nextAttemptNanos < 0) {
        return;
      }
      if (batch.isEmpty()) {
        batch = takeBatch();
      }
      if (batch.isEmpty()) {
        return;
      }
      try {
        store();
        backoff.reset();
      } catch (SQLException e) {
        retryLater(e);
      }
    }

    private List<LetterItem> takeBatch() {
      List<LetterItem> taken = new ArrayList<>();
      long takenBytes = 0;
      while (!waiting.isEmpty()
          && taken.size() < BATCH_LETTERS_MAX
          && (taken.isEmpty() || takenBytes + waiting.element().bytes() <= BATCH_BYTES_MAX)) {
        LetterItem item = waiting.remove();
        taken.add(item);
        takenBytes += item.bytes();
      }
      return taken;
    }

    private void store() throws SQLException {
      List<PartitionLease> fenced = store.store(batch);
      if (fenced.isEmpty()) {
        batch.forEach(this::kept);
        batch = List.of();
      } else {
        fenced.forEach(PartitionLease::end);
        release(fenced);
      }
    }

    private void kept(LetterItem item) {
      forget(item);
      item.lease().stored(item.nextOffset());
      Letter letter = item.letter();
      if (letter != null) {
        metrics.kept(letter);
      }
    }

    private void retryLater(SQLException e) {
      if (SqlFault.of(e) instanceof SqlFault.Broken(String state)) {
        throw new SinkStoppedException(
            "The database refuses a statement of the sink (SQLSTATE " + state + ")", e);
      }
      Duration wait = backoff.next();
      nextAttemptNanos = System.nanoTime() + wait.toNanos();
      LOG.atWarn()
          .addKeyValue("sqlState", String.valueOf(e.getSQLState()))
          .addKeyValue("failures", backoff.failures())
          .addKeyValue("waitMs", wait.toMillis())
          .log("Dead letters could not be kept and are tried again");
    }
  }
}
