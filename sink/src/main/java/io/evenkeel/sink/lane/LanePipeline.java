package io.evenkeel.sink.lane;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.BatchLimits;
import io.evenkeel.sink.SinkConfig;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.ThreadEnds;
import io.evenkeel.sink.drift.SignalCounting;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionedConsumer;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.Arrivals;
import io.evenkeel.sink.store.BatchBuilder;
import io.evenkeel.sink.store.BatchStore;
import io.evenkeel.sink.store.CleanItem;
import io.evenkeel.sink.store.CleanRecord;
import io.evenkeel.sink.store.DayPartitions;
import io.evenkeel.sink.store.Vehicles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One lane from Kafka to PostgreSQL: a consumer, and writers with a buffer each, among which the
 * partitions are divided. Nothing in it is shared with the other lane.
 */
public final class LanePipeline implements AutoCloseable {
  // Threads beside the writers that ask the database: the consumer, when it claims partitions, and
  // the one that writes down signal counts.
  private static final int SPARE_CONNECTIONS = 2;

  private final Database database;
  private final List<WriterBuffer> buffers = new ArrayList<>();
  private final List<LaneWriter> writers = new ArrayList<>();
  private final BatchTracing tracing;
  private final Optional<SignalCounting> counting;
  private final PositionedConsumer consumer;
  private final Thread consumerThread;
  private final List<Thread> threads = new ArrayList<>();
  private final Duration grace;
  private volatile boolean closing;

  /**
   * Builds a lane; {@link #start} lets it run.
   *
   * @param onFatal told when the lane has ended by itself
   */
  public LanePipeline(
      Lane lane,
      SinkConfig config,
      KafkaAccess kafka,
      SignalColumns columns,
      MeterRegistry registry,
      Tracing tracing,
      Consumer<Throwable> onFatal) {
    String name = "evenkeel-sink-" + lane.id();
    int writerCount = config.writers(lane);
    this.grace = config.shutdownGrace();
    this.tracing = new BatchTracing(tracing, lane);
    this.database =
        Database.open(
            config.jdbcUrl(),
            config.user(),
            config.password(),
            name,
            writerCount + SPARE_CONNECTIONS,
            BatchStore.CONNECTION_SQL);
    DayPartitions partitions = new DayPartitions(database);
    BatchBuilder builder = new BatchBuilder(lane, columns, new Vehicles(database), partitions);
    BatchStore store = new BatchStore(lane, database, columns);
    LaneMetrics metrics = new LaneMetrics(registry, lane);
    // What is loaded afterwards says nothing about how a fleet sends now.
    this.counting =
        lane == Lane.LIVE
            ? Optional.of(
                new SignalCounting(database, columns, config.caretaking().driftWindow(), registry))
            : Optional.empty();
    for (int i = 0; i < writerCount; i++) {
      WriterBuffer buffer = new WriterBuffer(config.batch());
      LaneWriter writer =
          new LaneWriter(buffer, builder, store, partitions, metrics, this.tracing, this::count);
      buffers.add(buffer);
      writers.add(writer);
      threads.add(thread(name + "-writer-" + i, writer, onFatal));
    }
    this.consumer =
        new PositionedConsumer(
            kafka,
            name,
            Topics.clean(lane),
            Optional.of(Topics.telemetry(lane)),
            database,
            new Feed(),
            onFatal);
    this.consumerThread = thread(name + "-consumer", consumer, onFatal);
    threads.add(consumerThread);
    showGauges(metrics, config.batch());
  }

  /** Starts the threads. */
  public void start() {
    threads.forEach(Thread::start);
    counting.ifPresent(SignalCounting::start);
  }

  /**
   * Lets running transactions finish, releases the partitions and ends the threads, all within the
   * grace period. What was not stored is read again by the next owner.
   */
  @Override
  public void close() {
    closing = true;
    consumer.close();
    ThreadEnds.await(consumerThread, grace);
    buffers.forEach(WriterBuffer::close);
    threads.forEach(thread -> ThreadEnds.await(thread, grace));
    counting.ifPresent(SignalCounting::close);
    database.close();
  }

  /** Seconds since the oldest record was accepted that was read but is not stored; 0 if none. */
  double lagSeconds(long nowMillis) {
    return buffers.stream()
        .map(WriterBuffer::oldestIngestMillis)
        .flatMapToLong(OptionalLong::stream)
        .mapToDouble(ingest -> Math.max(0, nowMillis - ingest) / 1000.0)
        .max()
        .orElse(0);
  }

  private void count(Arrivals arrivals) {
    counting.ifPresent(signals -> signals.add(arrivals));
  }

  private Thread thread(String name, Runnable work, Consumer<Throwable> onFatal) {
    Thread thread = new Thread(work, name);
    thread.setUncaughtExceptionHandler((t, e) -> {
      if (!closing) {
        onFatal.accept(e);
      }
    });
    return thread;
  }

  private void showGauges(LaneMetrics metrics, BatchLimits limits) {
    int count = buffers.size();
    metrics.gauge(
        "evenkeel.sink.lag.seconds",
        "Age of the oldest record that was read but is not stored",
        () -> lagSeconds(System.currentTimeMillis()));
    metrics.gauge(
        "evenkeel.sink.backlog.records",
        "Records in Kafka that are not stored",
        consumer::backlogRecords);
    metrics.gauge(
        "evenkeel.sink.paused",
        "Partitions paused because a buffer is full or the database is away",
        consumer::pausedPartitions);
    metrics.gauge(
        "evenkeel.sink.buffer.rows",
        "Rows held in memory",
        () -> buffers.stream().mapToInt(WriterBuffer::rows).sum());
    metrics.gauge(
        "evenkeel.sink.buffer.bytes",
        "Bytes of records held in memory",
        () -> buffers.stream().mapToLong(WriterBuffer::bytes).sum());
    metrics.gauge(
        "evenkeel.sink.buffer.rows.capacity",
        "Rows beyond which partitions are paused",
        () -> (long) limits.bufferRowsMax() * count);
    metrics.gauge(
        "evenkeel.sink.buffer.bytes.capacity",
        "Bytes beyond which partitions are paused",
        () -> limits.bufferBytesMax() * count);
  }

  /** Divides records among the writers. */
  private final class Feed implements PositionedConsumer.Receiver {
    private static final Duration RELEASE_WAIT_MAX = Duration.ofSeconds(10);

    @Override
    public void receive(
        PartitionLease lease, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
      WriterBuffer buffer = buffers.get(writer(lease));
      for (int i = 0; i < records.size(); i++) {
        CleanRecord record = CleanRecords.read(lease, records.get(i), tracing.isOn());
        boolean last = i + 1 == records.size();
        add(buffer, lease, last ? nextOffset : record.offset() + 1, record);
      }
      if (records.isEmpty()) {
        buffer.add(new CleanItem(lease, lease.queuedOffset(), nextOffset, null));
        lease.queued(nextOffset, lease.queuedSource());
      }
    }

    private void add(
        WriterBuffer buffer, PartitionLease lease, long nextOffset, CleanRecord record) {
      buffer.add(new CleanItem(lease, lease.queuedOffset(), nextOffset, record));
      lease.queued(nextOffset, OptionalLong.of(record.summary().sourceOffset() + 1));
    }

    @Override
    public boolean wantsPause(PartitionLease lease) {
      return writers.stream().anyMatch(LaneWriter::isDatabaseAway)
          || buffers.get(writer(lease)).isFull();
    }

    @Override
    public void release(List<PartitionLease> leases) {
      IntStream.range(0, buffers.size()).forEach(i -> release(i, leases));
    }

    private void release(int writer, List<PartitionLease> leases) {
      List<PartitionLease> own = leases.stream().filter(l -> writer(l) == writer).toList();
      if (!own.isEmpty()) {
        // Not waiting longer is safe: a transaction that goes on commits under its epoch or not at
        // all.
        var _ = buffers.get(writer).release(own, RELEASE_WAIT_MAX);
      }
    }

    @Override
    public void work() {}

    private int writer(PartitionLease lease) {
      return lease.partition() % buffers.size();
    }
  }
}
