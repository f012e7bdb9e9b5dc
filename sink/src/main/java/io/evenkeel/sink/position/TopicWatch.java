package io.evenkeel.sink.position;

import io.evenkeel.sink.SinkStoppedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows a topic's identity and the ends of its partitions, and notices when the topic is replaced.
 * Look-ups run beside the caller; only {@link #identify} waits. Not thread-safe.
 */
final class TopicWatch implements AutoCloseable {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final Admin admin;
  private final String topic;
  private @Nullable KafkaFuture<TopicDescription> description;
  private @Nullable KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends;

  TopicWatch(Admin admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /**
   * Asks for the topic's identity.
   *
   * @throws KafkaException if Kafka does not answer, or does not know the topic
   */
  TopicIdentity identify() {
    String clusterId = await(admin.describeCluster().clusterId());
    return new TopicIdentity(clusterId, id(await(describe())), topic);
  }

  /**
   * Compares the topic's id with the one that positions belong to, as far as Kafka has answered.
   *
   * @throws SinkStoppedException if the topic was replaced
   */
  void check(TopicIdentity expected) {
    if (description == null) {
      description = describe();
    }
    if (!description.isDone()) {
      return;
    }
    TopicDescription found = answer(description);
    description = null;
    if (found != null && !id(found).equals(expected.topicId())) {
      throw new SinkStoppedException(
          "The topic "
              + topic
              + " was deleted and made again while it was in use: its id was "
              + expected.topicId()
              + " and is "
              + id(found));
    }
  }

  /** The latest known ends of committed data; empty while Kafka has not answered. */
  Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    Map<TopicPartition, Long> result = new HashMap<>();
    if (ends != null && ends.isDone()) {
      Map<TopicPartition, ListOffsetsResultInfo> found = answer(ends);
      ends = null;
      if (found != null) {
        found.forEach((partition, end) -> result.put(partition, end.offset()));
      }
    }
    if (ends == null && !partitions.isEmpty()) {
      ends = requestEnds(partitions);
    }
    return result;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private KafkaFuture<TopicDescription> describe() {
    return Objects.requireNonNull(
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> requestEnds(
      List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    return admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all();
  }

  private static UUID id(TopicDescription found) {
    return new UUID(
        found.topicId().getMostSignificantBits(), found.topicId().getLeastSignificantBits());
  }

  // A failed look-up says nothing: the next one is due soon.
  private static <T> @Nullable T answer(KafkaFuture<T> done) {
    try {
      return done.getNow(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | KafkaException e) {
      return null;
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while asking Kafka about a topic", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("Kafka does not tell about a topic", e);
    }
  }
}
