package io.evenkeel.sink.position;

import java.util.UUID;

/**
 * A topic as itself: one that was deleted and made again under its name is another.
 *
 * @param clusterId id of the Kafka cluster
 * @param topicId id that Kafka gave the topic when it was made
 * @param topic its name
 */
public record TopicIdentity(String clusterId, UUID topicId, String topic) {}
