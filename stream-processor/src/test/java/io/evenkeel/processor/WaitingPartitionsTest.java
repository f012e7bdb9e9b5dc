package io.evenkeel.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class WaitingPartitionsTest {
  private static final String TOPIC = "evenkeel.telemetry.live";

  @Test
  void areThoseOfTheTopicThatWereNotReadToTheEnd() {
    assertThat(
            WaitingPartitions.of(
                TOPIC,
                List.of(
                    lag("evenkeel.telemetry.live", 0, 5),
                    lag("evenkeel_telemetry_live", 1, 1),
                    lag("evenkeel.telemetry.live", 2, 0),
                    lag("evenkeel.telemetry.live", 3, Double.NaN),
                    lag("evenkeel.telemetry.backfill", 4, 9))))
        .containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void areNotReadFromOtherMetrics() {
    Map<String, String> tags = Map.of("topic", TOPIC, "partition", "0");

    assertThat(
            WaitingPartitions.of(
                TOPIC,
                List.of(
                    metric("records-lag-max", tags, 5),
                    metric("records-lag", Map.of("client-id", "c"), 5))))
        .isEmpty();
  }

  private static Metric lag(String topic, int partition, double records) {
    return metric(
        "records-lag",
        Map.of("topic", topic, "partition", Integer.toString(partition), "client-id", "c"),
        records);
  }

  private static Metric metric(String name, Map<String, String> tags, double value) {
    MetricName metricName = new MetricName(name, "consumer-fetch-manager-metrics", "", tags);
    return new Metric() {
      @Override
      public MetricName metricName() {
        return metricName;
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
  }
}
