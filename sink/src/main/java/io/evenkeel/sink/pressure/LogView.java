package io.evenkeel.sink.pressure;

import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.position.KafkaAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What Kafka knows of the queues. Every method throws {@link KafkaException} if Kafka does not
 * answer. Not thread-safe.
 */
final class LogView implements AutoCloseable {
  private final Admin admin;

  LogView(KafkaAccess kafka) {
    this.admin = kafka.admin();
  }

  String clusterId() throws InterruptedException {
    return KafkaAnswers.await(admin.describeCluster().clusterId());
  }

  /** The topics by name, all of which must exist. */
  Map<String, Topic> topics(List<String> names) throws InterruptedException {
    var descriptions = KafkaAnswers.await(admin.describeTopics(names).allTopicNames());
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, Topic> topics = new HashMap<>();
    Map<ConfigResource, Config> configs =
        KafkaAnswers.await(admin.describeConfigs(resources).all());
    descriptions.forEach((name, description) -> {
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
      if (config != null) {
        topics.put(name, topic(description, config));
      }
    });
    return topics;
  }

  /** The first offset of each partition. */
  Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions)
      throws InterruptedException {
    return offsets(partitions, OffsetSpec.earliest());
  }

  /** The offset after the last record of each partition that is committed. */
  Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws InterruptedException {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** Where a group goes on, as far as it ever began. */
  Map<TopicPartition, Long> positions(String group) throws InterruptedException {
    Map<TopicPartition, Long> positions = new HashMap<>();
    KafkaAnswers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, position) -> {
          if (position != null) {
            positions.put(partition, position.offset());
          }
        });
    return positions;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    KafkaAnswers.await(admin.listOffsets(asked, options).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static Topic topic(TopicDescription description, Config config) {
    UUID id =
        new UUID(
            description.topicId().getMostSignificantBits(),
            description.topicId().getLeastSignificantBits());
    List<TopicPartition> partitions = new ArrayList<>();
    description
        .partitions()
        .forEach(p -> partitions.add(new TopicPartition(description.name(), p.partition())));
    long retentionMillis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    return new Topic(id, partitions, Duration.ofMillis(retentionMillis));
  }

  /**
   * A topic as it is now.
   *
   * @param retention how long it keeps records; negative: for ever
   */
  record Topic(UUID id, List<TopicPartition> partitions, Duration retention) {
    Topic {
      partitions = List.copyOf(partitions);
    }
  }
}
