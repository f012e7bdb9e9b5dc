package io.evenkeel.sink.minute;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.SqlFault;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionedConsumer;
import io.evenkeel.sink.schema.SignalColumns;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The minutes topic into {@code vehicle_minute}. A minute waits until the rows that it summarises
 * are stored, so that nobody sees it before them and a recomputation finds them. One thread does
 * everything between polls.
 */
public final class MinutePipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MinutePipeline.class);
  private static final String GROUP = "evenkeel-sink-minutes";
  // The worker itself, and one to claim partitions.
  private static final int CONNECTIONS = 2;
  private static final int PENDING_MINUTES_MAX = 10_000;
  private static final int BATCH_MINUTES_MAX = 5_000;
  private static final Duration WAIT_FOR_ROWS = Duration.ofMillis(100);

  private final Database database;
  private final MinuteStore store;
  private final PositionedConsumer consumer;
  private final Thread thread;
  private final Duration grace;
  private final Counter stored;

  /**
   * Builds the pipeline; {@link #start} lets it run.
   *
   * @param onFatal told when it has ended by itself
   */
  public MinutePipeline(
      SinkConfig config,
      KafkaAccess kafka,
      SignalColumns columns,
      MeterRegistry registry,
      Consumer<Throwable> onFatal) {
    this.grace = config.shutdownGrace();
    this.database =
        Database.open(
            config.jdbcUrl(),
            config.user(),
            config.password(),
            GROUP,
            CONNECTIONS,
            MinuteTable.STAGE_DDL);
    this.store = new MinuteStore(database, columns);
    this.stored =
        Counter.builder("evenkeel.sink.minutes.stored")
            .description("Closed minutes taken from the processor")
            .register(registry);
    this.consumer =
        new PositionedConsumer(
            kafka, GROUP, Topics.MINUTES, Optional.empty(), database, new Pending(), onFatal);
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

  private static ClosedMinutes parse(ConsumerRecord<byte[], byte[]> record) {
    Header format = record.headers().lastHeader(RecordHeaders.FORMAT);
    if (!RecordHeaders.isReadable(format == null ? null : format.value())) {
      throw new SinkStoppedException(
          at(record) + " has a format that this build does not read; upgrade the sink");
    }
    try {
      return ClosedMinutes.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      throw new SinkStoppedException(at(record) + " holds no closed minutes", e);
    }
  }

  private static String at(ConsumerRecord<byte[], byte[]> record) {
    return "The record at offset "
        + record.offset()
        + " of "
        + record.topic()
        + "-"
        + record.partition();
  }

  /** Minutes that wait, in order for each partition. Consumer thread only. */
  private final class Pending implements PositionedConsumer.Receiver {
    private final Map<PartitionLease, Deque<MinuteItem>> waiting = new HashMap<>();
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private int minutes;
    private long nextAttemptNanos = System.nanoTime();

    @Override
    public void receive(
        PartitionLease lease, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
      Deque<MinuteItem> queue = waiting.computeIfAbsent(lease, l -> new ArrayDeque<>());
      for (int i = 0; i < records.size(); i++) {
        boolean last = i + 1 == records.size();
        ClosedMinutes closed = parse(records.get(i));
        add(queue, lease, last ? nextOffset : records.get(i).offset() + 1, closed);
      }
      if (records.isEmpty()) {
        queue.add(new MinuteItem(lease, lease.queuedOffset(), nextOffset, null));
        lease.queued(nextOffset, OptionalLong.empty());
      }
    }

    private void add(
        Deque<MinuteItem> queue, PartitionLease lease, long nextOffset, ClosedMinutes closed) {
      queue.add(new MinuteItem(lease, lease.queuedOffset(), nextOffset, closed));
      lease.queued(nextOffset, OptionalLong.empty());
      minutes += closed.getMinutesCount();
    }

    @Override
    public boolean wantsPause(PartitionLease lease) {
      return minutes >= PENDING_MINUTES_MAX || backoff.failures() > 0;
    }

    @Override
    public void release(List<PartitionLease> leases) {
      for (PartitionLease lease : leases) {
        Deque<MinuteItem> dropped = waiting.remove(lease);
        if (dropped != null) {
          dropped.forEach(item -> minutes -= item.minutes());
        }
      }
    }

    @Override
    public void work() {
      waiting.values().removeIf(Deque::isEmpty);
      if (waiting.isEmpty() || System.nanoTime() - nextAttemptNanos < 0) {
        return;
      }
      try {
        List<MinuteItem> ready = ready();
        if (!ready.isEmpty()) {
          store(ready);
        }
        backoff.reset();
        nextAttemptNanos = System.nanoTime() + (ready.isEmpty() ? WAIT_FOR_ROWS.toNanos() : 0);
      } catch (SQLException e) {
        retryLater(e);
      }
    }

    // Of each partition the first ones whose rows are stored, up to a batch.
    private List<MinuteItem> ready() throws SQLException {
      PartitionLease any = waiting.keySet().iterator().next();
      Map<Integer, Long> sources = store.storedSources(any.topic());
      List<MinuteItem> ready = new ArrayList<>();
      int batchMinutes = 0;
      for (Deque<MinuteItem> queue : waiting.values()) {
        for (MinuteItem item : queue) {
          long source = sources.getOrDefault(item.lease().partition(), 0L);
          if (!item.isReady(source) || batchMinutes >= BATCH_MINUTES_MAX) {
            break;
          }
          ready.add(item);
          batchMinutes += item.minutes();
        }
      }
      return ready;
    }

    private void store(List<MinuteItem> ready) throws SQLException {
      List<PartitionLease> fenced = storeOrRecompute(ready);
      if (fenced.isEmpty()) {
        ready.forEach(this::remove);
      } else {
        fenced.forEach(PartitionLease::end);
        release(fenced);
      }
    }

    // What the database refuses in a closed minute cannot come from a row that it took.
    private List<PartitionLease> storeOrRecompute(List<MinuteItem> ready) throws SQLException {
      try {
        return store.store(ready, false);
      } catch (SQLException e) {
        if (SqlFault.of(e) instanceof SqlFault.Poison) {
          LOG.atWarn()
              .addKeyValue("sqlState", e.getSQLState())
              .log("Closed minutes are recomputed from the readings: a value was refused");
          return store.store(ready, true);
        }
        throw e;
      }
    }

    private void remove(MinuteItem item) {
      Deque<MinuteItem> queue = waiting.get(item.lease());
      if (queue != null) {
        queue.remove();
        minutes -= item.minutes();
      }
      item.lease().stored(item.nextOffset());
      stored.increment(item.minutes());
    }

    private void retryLater(SQLException e) {
      if (SqlFault.of(e) instanceof SqlFault.Broken(String state)) {
        throw new SinkStoppedException(
            "The database refuses a statement of the sink (SQLSTATE " + state + ")", e);
      }
      Duration wait = backoff.next();
      nextAttemptNanos = System.nanoTime() + wait.toNanos();
      LOG.atWarn()
          .addKeyValue("failures", backoff.failures())
          .addKeyValue("waitMs", wait.toMillis())
          .log("Closed minutes could not be stored and are tried again");
    }
  }
}
