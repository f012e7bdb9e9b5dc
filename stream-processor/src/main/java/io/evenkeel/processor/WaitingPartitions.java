package io.evenkeel.processor;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Finds out from the metrics of Kafka's consumers in which partitions records wait. */
final class WaitingPartitions {
  private static final String GROUP = "consumer-fetch-manager-metrics";
  private static final String LAG = "records-lag";

  private WaitingPartitions() {}

  /** Partitions of a topic, assigned to this process, that were not read to their end. */
  static Set<Integer> of(String topic, Collection<? extends Metric> metrics) {
    return metrics.stream()
        .filter(metric -> isLag(metric.metricName(), topic))
        .filter(metric -> metric.metricValue() instanceof Double lag && lag > 0)
        .map(metric -> Integer.valueOf(metric.metricName().tags().get("partition")))
        .collect(Collectors.toSet());
  }

  // Consumers name topics with dots as underscores, newer ones both ways.
  private static boolean isLag(MetricName name, String topic) {
    String named = name.tags().get("topic");
    return name.name().equals(LAG)
        && name.group().equals(GROUP)
        && name.tags().containsKey("partition")
        && named != null
        && named.replace('.', '_').equals(topic.replace('.', '_'));
  }
}
