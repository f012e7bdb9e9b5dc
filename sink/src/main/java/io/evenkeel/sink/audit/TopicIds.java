package io.evenkeel.sink.audit;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The topics as they are now.
 *
 * @param clusterId id of the cluster
 * @param byName what exists
 */
record TopicIds(String clusterId, Map<String, Topic> byName) {
  TopicIds {
    byName = Map.copyOf(byName);
  }

  /** Null if there is no such topic. */
  @Nullable Topic topic(String name) {
    return byName.get(name);
  }

  Collection<UUID> all() {
    return byName.values().stream().map(Topic::id).toList();
  }

  /**
   * A topic.
   *
   * @param id that Kafka gave it when it was made
   * @param partitions how many it has
   */
  record Topic(UUID id, int partitions) {}
}
