package io.evenkeel.sink.audit;

import io.evenkeel.sink.position.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at topics without belonging to a group. Not thread-safe. */
final class TopicReader implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
  private static final Duration POLL_WAIT = Duration.ofMillis(200);
  private static final Duration PROGRESS_WITHIN = Duration.ofSeconds(20);

  private final KafkaAccess kafka;
  private final Admin admin;
  private final Map<Boolean, KafkaConsumer<byte[], byte[]>> consumers = new HashMap<>();

  TopicReader(KafkaAccess kafka) {
    this.kafka = kafka;
    this.admin = kafka.admin();
  }

  /**
   * Which of these topics exist, and as which.
   *
   * @throws KafkaException if Kafka does not answer, as from all methods
   */
  TopicIds ids(Collection<String> names) {
    String clusterId = await(admin.describeCluster().clusterId());
    Map<String, TopicIds.Topic> found = new HashMap<>();
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach((name, description) -> {
          try {
            var topic = await(description);
            found.put(name, new TopicIds.Topic(uuid(topic.topicId()), topic.partitions().size()));
          } catch (UnknownTopicOrPartitionException absent) {
            // Not found: the caller says what that means.
          }
        });
    return new TopicIds(clusterId, found);
  }

  /** The first offset of each partition of a topic. */
  Map<Integer, Long> beginnings(String topic, int partitions) {
    return offsets(topic, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The offset after the last record of each partition. */
  Map<Integer, Long> ends(String topic, int partitions) {
    return offsets(topic, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The offset up to which each partition holds nothing but ended transactions. */
  Map<Integer, Long> committedEnds(String topic, int partitions) {
    return offsets(topic, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  /**
   * Reads ranges of a topic, each in order.
   *
   * @param ranges by partition; must lie within the log
   * @param committed whether to leave out what was not committed
   * @param visitor told each record; of what retention removes meanwhile it is told nothing
   */
  void read(
      String topic,
      Map<Integer, Range> ranges,
      boolean committed,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Map<TopicPartition, Range> open = new HashMap<>();
    ranges.forEach((partition, range) -> {
      if (!range.isEmpty()) {
        open.put(new TopicPartition(topic, partition), range);
      }
    });
    if (open.isEmpty()) {
      return;
    }
    KafkaConsumer<byte[], byte[]> consumer = consumers.computeIfAbsent(committed, kafka::reader);
    consumer.assign(open.keySet());
    open.forEach((partition, range) -> consumer.seek(partition, range.from()));
    readAll(consumer, open, visitor);
    consumer.unsubscribe();
  }

  @Override
  public void close() {
    consumers.values().forEach(c -> c.close(CloseOptions.timeout(Duration.ZERO)));
    admin.close(Duration.ZERO);
  }

  private static void readAll(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Range> open,
      Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    long deadline = System.nanoTime() + PROGRESS_WITHIN.toNanos();
    while (!open.isEmpty()) {
      Map<TopicPartition, Long> before = positions(consumer, open.keySet());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_WAIT)) {
        Range range = open.get(new TopicPartition(record.topic(), record.partition()));
        if (range != null && record.offset() < range.to()) {
          visitor.accept(record);
        }
      }
      Map<TopicPartition, Long> after = positions(consumer, open.keySet());
      if (!after.equals(before)) {
        deadline = System.nanoTime() + PROGRESS_WITHIN.toNanos();
      }
      close(consumer, open, after);
      if (Thread.interrupted()) {
        throw new InterruptException("Interrupted while reading a topic");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("Kafka does not give the records of " + open.keySet());
      }
    }
  }

  private static Map<TopicPartition, Long> positions(
      KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    partitions.forEach(p -> positions.put(p, consumer.position(p, ANSWER_WITHIN)));
    return positions;
  }

  private static void close(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Range> open,
      Map<TopicPartition, Long> positions) {
    List<TopicPartition> done = new ArrayList<>();
    open.forEach((partition, range) -> {
      if (positions.getOrDefault(partition, 0L) >= range.to()) {
        done.add(partition);
      }
    });
    if (!done.isEmpty()) {
      consumer.pause(done);
      new HashSet<>(done).forEach(open::remove);
    }
  }

  private Map<Integer, Long> offsets(
      String topic, int partitions, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), spec);
    }
    Map<Integer, Long> offsets = new HashMap<>();
    await(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }

  private static UUID uuid(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException known) {
        throw known;
      }
      throw new KafkaException("Kafka does not answer", e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("Kafka does not answer within " + ANSWER_WITHIN, e);
    }
  }

  /** Offsets from {@code from} to before {@code to}. */
  record Range(long from, long to) {
    boolean isEmpty() {
      return from >= to;
    }

    boolean holds(long offset) {
      return offset >= from && offset < to;
    }
  }
}
