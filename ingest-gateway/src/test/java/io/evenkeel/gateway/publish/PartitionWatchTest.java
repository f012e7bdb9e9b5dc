package io.evenkeel.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PartitionWatchTest {
  private static final Duration OFTEN = Duration.ofMillis(10);

  private final Map<String, Integer> partitions =
      new ConcurrentHashMap<>(
          Map.of(Topics.telemetry(Lane.LIVE), 6, Topics.telemetry(Lane.BACKFILL), 6));

  @Test
  void noticesThatPartitionsWereAddedForGood() {
    try (PartitionWatch watch = start()) {
      assertThat(watch.count()).isEqualTo(6);
      assertThat(watch.haveChanged()).isFalse();

      partitions.put(Topics.telemetry(Lane.BACKFILL), 7);

      Awaitility.await().until(watch::haveChanged);
      partitions.put(Topics.telemetry(Lane.BACKFILL), 6);
      assertThat(watch.haveChanged()).isTrue();
      assertThat(watch.count()).isEqualTo(6);
    }
  }

  @Test
  void refusesToStartWithDifferentNumbers() {
    partitions.put(Topics.telemetry(Lane.BACKFILL), 7);

    assertThatThrownBy(this::start)
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("same number of partitions");
  }

  @Test
  void givesUpOnATopicThatStaysUnknown() {
    partitions.remove(Topics.telemetry(Lane.BACKFILL));

    assertThatThrownBy(this::start).isInstanceOf(TimeoutException.class);
  }

  private PartitionWatch start() {
    return PartitionWatch.start(this::partitionsOf, OFTEN, Duration.ofMillis(50));
  }

  private List<PartitionInfo> partitionsOf(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new TimeoutException("not known");
    }
    return Collections.nCopies(count, new PartitionInfo(topic, 0, null, null, null));
  }
}
