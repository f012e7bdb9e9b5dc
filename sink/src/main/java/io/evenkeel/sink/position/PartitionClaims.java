package io.evenkeel.sink.position;

import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Backoff;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.database.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims partitions in the database and checks that their positions lie in Kafka's log. Where a
 * server does not answer, the claim is tried again later; where the position cannot be right, the
 * sink has to stop. Consumer thread only.
 */
final class PartitionClaims {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionClaims.class);
  private static final Duration ASK_WAIT_MAX = Duration.ofSeconds(5);
  // After a crash a broker may know its log's end a moment later than its beginning.
  private static final Duration BEYOND_LOG_PATIENCE = Duration.ofSeconds(10);
  private static final Duration BEYOND_LOG_RETRY = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicWatch watch;
  private final @Nullable TopicWatch sourceWatch;
  private final Database database;
  private final Map<TopicPartition, Long> beyondLogSince = new HashMap<>();
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private long nextNanos = System.nanoTime();
  private @Nullable TopicIdentity source;

  /**
   * Claims for a consumer.
   *
   * @param sourceWatch on the topic that the records are made from, null if that is not to be the
   *     same for ever
   */
  PartitionClaims(
      Consumer<byte[], byte[]> consumer,
      TopicWatch watch,
      @Nullable TopicWatch sourceWatch,
      Database database) {
    this.consumer = consumer;
    this.watch = watch;
    this.sourceWatch = sourceWatch;
    this.database = database;
  }

  /**
   * Tries to claim partitions, unless it is too early to try again.
   *
   * @return leases of those that can be read from their positions now
   * @throws SinkStoppedException if a position does not belong to this log
   */
  List<PartitionLease> claim(List<TopicPartition> wanted) {
    if (wanted.isEmpty() || System.nanoTime() - nextNanos < 0) {
      return List.of();
    }
    try {
      List<PartitionLease> leases = tryClaim(wanted);
      backoff.reset();
      return leases;
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      claimLater(e);
    } catch (SQLException e) {
      if (SqlFault.of(e) instanceof SqlFault.Broken) {
        throw new SinkStoppedException("Positions cannot be claimed: " + e.getMessage(), e);
      }
      claimLater(e);
    }
    return List.of();
  }

  /**
   * Looks, without waiting, whether the source is still the topic it was.
   *
   * @throws SinkStoppedException if it is not
   */
  void checkSource() {
    TopicIdentity expected = source;
    if (sourceWatch != null && expected != null) {
      sourceWatch.check(expected);
    }
  }

  /**
   * Looks for leases that the database does not know any more, because it was restored from a
   * backup and knows of less than was stored. Without this look, a partition that gets no new
   * records would stay as it is. (That another process has claimed a partition is for Kafka to
   * tell.)
   */
  List<PartitionLease> forgotten(Collection<PartitionLease> leases) {
    // Before the positions are read, since they move meanwhile.
    Map<PartitionLease, Long> stored = new HashMap<>();
    leases.forEach(lease -> stored.put(lease, lease.storedOffset()));
    if (stored.isEmpty()) {
      return List.of();
    }
    try (Connection connection = database.connection()) {
      TopicIdentity topic = leases.iterator().next().topic();
      Map<Integer, StoredPosition> positions = SinkPositions.read(connection, topic);
      return leases.stream()
          .filter(lease -> {
            StoredPosition position = positions.get(lease.partition());
            return position == null
                || position.epoch() < lease.epoch()
                || position.nextOffset() < stored.getOrDefault(lease, 0L);
          })
          .toList();
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("Positions could not be compared this time");
      return List.of();
    }
  }

  /** Sets when the next claim may be tried. */
  void waitFor(Duration wait) {
    nextNanos = System.nanoTime() + wait.toNanos();
  }

  private List<PartitionLease> tryClaim(List<TopicPartition> wanted) throws SQLException {
    TopicIdentity identity = watch.identify();
    TopicIdentity sourceNow = sourceWatch == null ? null : sourceWatch.identify();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(wanted, ASK_WAIT_MAX);
    Map<TopicPartition, Long> ends = consumer.endOffsets(wanted, ASK_WAIT_MAX);
    Map<Integer, Long> byNumber = new HashMap<>();
    beginnings.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
    List<PartitionLease> readable = new ArrayList<>();
    for (PartitionLease lease :
        database.inTransaction(c -> SinkPositions.claim(c, identity, sourceNow, byNumber))) {
      long beginning = beginnings.getOrDefault(lease.topicPartition(), 0L);
      long end = ends.getOrDefault(lease.topicPartition(), 0L);
      if (liesInLog(lease, beginning, end)) {
        readable.add(lease);
      }
    }
    source = sourceNow;
    LOG.atInfo()
        .addKeyValue("topic", identity.topic())
        .addKeyValue("partitions", readable.stream().map(PartitionLease::partition).toList())
        .log("Partitions were claimed");
    return readable;
  }

  private boolean liesInLog(PartitionLease lease, long beginning, long end) {
    if (lease.queuedOffset() < beginning) {
      throw new SinkStoppedException(
          "Records of "
              + lease.topicPartition()
              + " were deleted before they were stored: the position is "
              + lease.queuedOffset()
              + ", the log begins at "
              + beginning
              + ". They are lost, unless the broker's disk is restored. To go on without them, set"
              + " next_offset to "
              + beginning
              + " and next_source_offset to NULL in that row of evenkeel.sink_position, and start"
              + " again.");
    }
    if (lease.queuedOffset() <= end) {
      beyondLogSince.remove(lease.topicPartition());
      return true;
    }
    requirePatience(lease, end);
    waitFor(BEYOND_LOG_RETRY);
    return false;
  }

  private void requirePatience(PartitionLease lease, long end) {
    long now = System.nanoTime();
    long since = beyondLogSince.computeIfAbsent(lease.topicPartition(), p -> now);
    if (now - since > BEYOND_LOG_PATIENCE.toNanos()) {
      throw new SinkStoppedException(
          "The position "
              + lease.queuedOffset()
              + " of "
              + lease.topicPartition()
              + " lies beyond the end of the log, "
              + end
              + ": Kafka has lost records that are stored, or is another Kafka");
    }
  }

  private void claimLater(Exception cause) {
    Duration wait = backoff.next();
    waitFor(wait);
    LOG.atWarn()
        .addKeyValue("failures", backoff.failures())
        .addKeyValue("waitMs", wait.toMillis())
        .addKeyValue("cause", cause.toString())
        .log("Partitions could not be claimed yet");
  }
}
