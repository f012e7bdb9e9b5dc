package io.evenkeel.sink.remap;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.position.KafkaAnswers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka how much has been accepted. Not thread-safe. */
final class LogEnds implements AutoCloseable {
  private final Admin admin;

  LogEnds(KafkaAccess kafka) {
    this.admin = kafka.admin();
  }

  /**
   * How far the telemetry topics of all lanes reach now.
   *
   * @throws KafkaException if Kafka does not tell
   */
  Accepted now() throws InterruptedException {
    String clusterId = KafkaAnswers.await(admin.describeCluster().clusterId());
    Map<String, Lane> lanes =
        Stream.of(Lane.values()).collect(Collectors.toMap(Topics::telemetry, lane -> lane));
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription topic :
        KafkaAnswers.await(admin.describeTopics(lanes.keySet()).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(partition ->
              latest.put(
                  new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    KafkaAnswers.await(admin.listOffsets(latest).all())
        .forEach((partition, end) -> {
          Lane lane = lanes.get(partition.topic());
          if (lane != null) {
            ends.put(new TopicPartition(Topics.clean(lane), partition.partition()), end.offset());
          }
        });
    return new Accepted(clusterId, ends);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
