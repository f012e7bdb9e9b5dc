package io.evenkeel.sink.position;

import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic from the positions in the database. Kafka's group says which partitions are this
 * process's; each is claimed in the database before its first record is read, and stays paused
 * until then. Positions are mirrored to Kafka for tools that show lag; nothing reads them back.
 *
 * <p>One thread runs {@link #run}; {@link #close} may be called from any other.
 */
public final class PositionedConsumer implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PositionedConsumer.class);
  private static final Duration POLL_WAIT = Duration.ofMillis(50);
  private static final Duration ASK_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);
  private static final Duration HOUSEKEEPING_EVERY = Duration.ofSeconds(1);
  private static final Duration COMPARE_EVERY = Duration.ofSeconds(5);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicWatch watch;
  private final @Nullable TopicWatch sourceWatch;
  private final PartitionClaims claims;
  private final Receiver receiver;
  private final Consumer<Throwable> onFatal;
  private final Map<TopicPartition, PartitionLease> leases = new HashMap<>();
  private final Map<PartitionLease, Long> idle = new HashMap<>();
  private final Map<PartitionLease, Long> mirrored = new HashMap<>();
  private final Set<TopicPartition> paused = new HashSet<>();
  private long nextHousekeepingNanos = System.nanoTime();
  private long nextCompareNanos = System.nanoTime();
  private boolean rejoinDue;
  private boolean assigned;
  private volatile boolean running = true;
  private volatile long backlogRecords;
  private volatile int pausedPartitions;

  /**
   * Prepares a consumer; {@link #run} starts it.
   *
   * @param source the topic that the records are made from, empty if it does not matter
   * @param database where positions are claimed; two of its connections may be used at once
   * @param onFatal told when the consumer has ended by itself and what was lost or wrong
   */
  public PositionedConsumer(
      KafkaAccess kafka,
      String group,
      String topic,
      Optional<String> source,
      Database database,
      Receiver receiver,
      Consumer<Throwable> onFatal) {
    this.topic = topic;
    this.consumer = kafka.consumer(group);
    this.watch = new TopicWatch(kafka.admin(), topic);
    this.sourceWatch = source.map(name -> new TopicWatch(kafka.admin(), name)).orElse(null);
    this.claims = new PartitionClaims(consumer, watch, sourceWatch, database);
    this.rejoinDue = kafka.instanceId().isPresent();
    this.receiver = receiver;
    this.onFatal = onFatal;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // whatever ends this thread has to stop the sink
  public void run() {
    try {
      consumer.subscribe(List.of(topic), new Rebalance());
      while (running) {
        step();
      }
    } catch (Exception e) {
      if (running) {
        onFatal.accept(e);
      }
    } finally {
      shutDown();
    }
  }

  /** Records that exist but are not stored, by the last look at the log's ends. */
  public long backlogRecords() {
    return backlogRecords;
  }

  /** Partitions that are paused because the receiver is full or the database is away. */
  public int pausedPartitions() {
    return pausedPartitions;
  }

  /** Asks the thread to end, which releases the partitions; does not wait for it. */
  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private void step() {
    poll();
    rejoin();
    claim();
    receiver.work();
    adjustFlow();
    if (System.nanoTime() - nextHousekeepingNanos >= 0) {
      nextHousekeepingNanos = System.nanoTime() + HOUSEKEEPING_EVERY.toNanos();
      advanceIdle();
      mirror();
      watchTopic();
      compareWithDatabase();
    }
  }

  private void poll() {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_WAIT);
      records.nextOffsets().forEach((partition, next) -> hand(records, partition, next.offset()));
    } catch (InvalidOffsetException e) {
      throw new SinkStoppedException(
          "The position of " + e.partitions() + " is not in the log any more", e);
    } catch (RetriableException e) {
      LOG.atDebug().setCause(e).log("A poll failed and is repeated");
    }
  }

  // The next offset is beyond the last record where transaction markers follow it.
  private void hand(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition, long nextOffset) {
    PartitionLease lease = leases.get(partition);
    if (lease == null || !lease.isHeld() || nextOffset <= lease.queuedOffset()) {
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
    if (ofPartition.isEmpty()) {
      idle.put(lease, nextOffset);
    } else {
      idle.remove(lease);
      receiver.receive(lease, ofPartition, nextOffset);
    }
  }

  // A static member that comes back gets what it had, without a new division. If it went away in
  // the
  // middle of one, with partitions given up and not yet given to another, they would stay without
  // an owner for ever. So each member asks for a division once; mostly it changes nothing.
  private void rejoin() {
    if (rejoinDue && assigned) {
      rejoinDue = false;
      consumer.enforceRebalance("the first division since this member came back");
    }
  }

  private void claim() {
    setEndedLeasesAside();
    List<TopicPartition> wanted =
        consumer.assignment().stream().filter(p -> !leases.containsKey(p)).toList();
    claims.claim(wanted).forEach(this::begin);
  }

  private void begin(PartitionLease lease) {
    leases.put(lease.topicPartition(), lease);
    consumer.seek(lease.topicPartition(), lease.queuedOffset());
    consumer.resume(List.of(lease.topicPartition()));
    paused.remove(lease.topicPartition());
  }

  // A writer found that another process has taken the partition over, or the position had moved.
  private void setEndedLeasesAside() {
    List<PartitionLease> over = leases.values().stream().filter(lease -> !lease.isHeld()).toList();
    if (over.isEmpty()) {
      return;
    }
    over.forEach(this::forget);
    consumer.pause(over.stream().map(PartitionLease::topicPartition).toList());
    receiver.release(over);
    claims.waitFor(HOUSEKEEPING_EVERY);
  }

  private void forget(PartitionLease lease) {
    leases.remove(lease.topicPartition());
    paused.remove(lease.topicPartition());
    idle.remove(lease);
    mirrored.remove(lease);
  }

  private void adjustFlow() {
    for (PartitionLease lease : leases.values()) {
      TopicPartition partition = lease.topicPartition();
      if (receiver.wantsPause(lease)) {
        if (paused.add(partition)) {
          consumer.pause(List.of(partition));
        }
      } else if (paused.remove(partition)) {
        consumer.resume(List.of(partition));
      }
    }
    pausedPartitions = paused.size();
  }

  // Transaction markers move the position without records; storing it now and then keeps tools
  // that show lag at zero, and the position in the log.
  private void advanceIdle() {
    idle.forEach((lease, nextOffset) -> {
      if (lease.isHeld() && nextOffset > lease.queuedOffset()) {
        receiver.receive(lease, List.of(), nextOffset);
      }
    });
    idle.clear();
  }

  private void mirror() {
    Map<TopicPartition, OffsetAndMetadata> positions = unmirrored(leases.values());
    if (!positions.isEmpty()) {
      consumer.commitAsync(
          positions,
          (committed, e) -> {
            if (e != null) {
              LOG.atDebug().setCause(e).log("Positions were not mirrored to Kafka this time");
            }
          });
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> unmirrored(Collection<PartitionLease> of) {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (PartitionLease lease : of) {
      Long stored = lease.storedOffset();
      if (!stored.equals(mirrored.put(lease, stored))) {
        positions.put(lease.topicPartition(), new OffsetAndMetadata(stored));
      }
    }
    return positions;
  }

  private void watchTopic() {
    Map<TopicPartition, Long> ends = watch.ends(List.copyOf(leases.keySet()));
    if (!ends.isEmpty() || leases.isEmpty()) {
      backlogRecords = leases.values().stream().mapToLong(lease -> backlog(lease, ends)).sum();
    }
    leases.values().stream().findAny().ifPresent(lease -> watch.check(lease.topic()));
    claims.checkSource();
  }

  // While anything is paused, the database may be away, and waiting for it here helps nobody.
  private void compareWithDatabase() {
    if (System.nanoTime() - nextCompareNanos < 0 || !paused.isEmpty()) {
      return;
    }
    nextCompareNanos = System.nanoTime() + COMPARE_EVERY.toNanos();
    for (PartitionLease lease : claims.forgotten(leases.values())) {
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("partition", lease.partition())
          .addKeyValue("epoch", lease.epoch())
          .addKeyValue("stored", lease.storedOffset())
          .log(
              "The database has forgotten what was stored, as after a restore; it is stored again");
      lease.end();
    }
  }

  private static long backlog(PartitionLease lease, Map<TopicPartition, Long> ends) {
    Long end = ends.get(lease.topicPartition());
    return end == null ? 0 : Math.max(0, end - lease.storedOffset());
  }

  private void giveUp(Collection<TopicPartition> partitions) {
    List<PartitionLease> given = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      PartitionLease lease = leases.get(partition);
      if (lease != null) {
        lease.end();
        given.add(lease);
      }
    }
    receiver.release(given);
    given.forEach(this::forget);
  }

  private void shutDown() {
    List<PartitionLease> last = List.copyOf(leases.values());
    giveUp(List.copyOf(leases.keySet()));
    try {
      Map<TopicPartition, OffsetAndMetadata> positions = unmirrored(last);
      if (!positions.isEmpty()) {
        consumer.commitSync(positions, ASK_WAIT_MAX);
      }
    } catch (KafkaException e) {
      LOG.atDebug().setCause(e).log("Positions were not mirrored to Kafka at the end");
    }
    watch.close();
    if (sourceWatch != null) {
      sourceWatch.close();
    }
    try {
      consumer.close(CloseOptions.timeout(CLOSE_WAIT_MAX));
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("A consumer did not close cleanly");
    }
  }

  /** What is done with records. All methods are called by the consumer's thread. */
  public interface Receiver {
    /**
     * Takes the next records of a partition; must not wait.
     *
     * @param records in order, empty if the position moved without any
     * @param nextOffset position after them
     * @throws SinkStoppedException if they show that data is missing
     */
    void receive(
        PartitionLease lease, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset);

    /** Whether no more records of the partition should come now. */
    boolean wantsPause(PartitionLease lease);

    /** Drops what is not stored of these ended leases and waits, bounded, for what is running. */
    void release(List<PartitionLease> leases);

    /** Work between polls; must end within seconds. */
    void work();
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    // The place to start is in the database. Until it is known, any place will do: a paused
    // partition is not read, but one without a position would be an error.
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      assigned = true;
      partitions.forEach(partition -> consumer.seek(partition, 0));
      consumer.pause(partitions);
      claims.waitFor(Duration.ZERO);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      giveUp(partitions);
    }
  }
}
