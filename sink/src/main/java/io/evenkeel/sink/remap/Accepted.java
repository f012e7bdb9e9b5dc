package io.evenkeel.sink.remap;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What had been accepted at some moment.
 *
 * @param clusterId the cluster
 * @param sourceEnds partition of a clean topic to the end of the telemetry partition it comes from
 */
record Accepted(String clusterId, Map<TopicPartition, Long> sourceEnds) {
  Accepted {
    sourceEnds = Map.copyOf(sourceEnds);
  }

  /**
   * Whether all of it is stored.
   *
   * @param stored partition of a clean topic to the next offset of its source
   */
  boolean isStored(Map<TopicPartition, Long> stored) {
    return sourceEnds.entrySet().stream()
        .allMatch(end -> stored.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
