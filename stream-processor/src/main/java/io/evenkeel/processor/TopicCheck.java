package io.evenkeel.processor;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks before the start that the topics exist and have the same number of partitions: a record
 * goes to the partition number it came from.
 */
final class TopicCheck {
  private static final List<String> NEEDED =
      List.of(
          Topics.telemetry(Lane.LIVE),
          Topics.telemetry(Lane.BACKFILL),
          Topics.clean(Lane.LIVE),
          Topics.clean(Lane.BACKFILL),
          Topics.MINUTES,
          Topics.DEAD_LETTER);

  private TopicCheck() {}

  /**
   * Checks.
   *
   * @throws ProcessorStartException if a topic is missing, if numbers differ or if Kafka does not
   *     answer in time
   */
  static void check(Admin admin, Duration timeout) {
    Map<String, Integer> partitions = new HashMap<>();
    admin
        .describeTopics(NEEDED)
        .topicNameValues()
        .forEach(
            (topic, described) -> partitions.put(topic, partitions(topic, described, timeout)));
    if (partitions.values().stream().distinct().count() > 1) {
      throw new ProcessorStartException(
          "The topics must have the same number of partitions: " + partitions);
    }
  }

  private static int partitions(
      String topic, KafkaFuture<TopicDescription> described, Duration timeout) {
    try {
      return described.get(timeout.toMillis(), TimeUnit.MILLISECONDS).partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ProcessorStartException("The topic " + topic + " does not exist", e);
      }
      throw new ProcessorStartException("Kafka did not describe the topic " + topic, e);
    } catch (TimeoutException e) {
      throw new ProcessorStartException("Kafka did not answer within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProcessorStartException("Interrupted while Kafka was asked for its topics", e);
    }
  }
}
