package io.evenkeel.model.topic;

import java.util.Map;

/**
 * A topic as it has to exist.
 *
 * @param name the topic's name
 * @param partitions number of partitions; all partitioned topics have the same number
 * @param config topic configuration, by Kafka's own keys
 */
public record TopicSpec(String name, int partitions, Map<String, String> config) {
  /** Kafka's key for the largest record batch of a topic, bytes. */
  public static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  public TopicSpec {
    config = Map.copyOf(config);
  }
}
