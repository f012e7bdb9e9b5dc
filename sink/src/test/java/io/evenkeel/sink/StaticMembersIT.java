package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sinks with names of their own, which keep their partitions over a restart. */
class StaticMembersIT {
  private static final long TIME = Events.INGEST - 3_600_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String GROUP = "evenkeel-sink-live";

  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void ownAllPartitionsAlsoWhenAllWereKilledWhilePartitionsChangedHands() {
    killTwoMembersBetweenGivingUpAndTakingOver();

    bench.startSink(bench.config().withInstanceId("a"));
    bench.startSink(bench.config().withInstanceId("b"));

    for (int i = 0; i < 40; i++) {
      bench.send(Lane.LIVE, record("acme", "", drive("car" + i, TIME, 0, 1)));
    }
    bench.awaitStored(Lane.LIVE);
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(40);
  }

  // Static members do not leave the group when they are closed, so to the group it is a kill.
  private void killTwoMembersBetweenGivingUpAndTakingOver() {
    try (var first = member("a");
        var second = member("b")) {
      await().atMost(PATIENCE).until(() -> assigned(first, true) == Bench.PARTITIONS);
      // The second joins; the first gives half of them up and would then ask for a second division.
      await()
          .atMost(PATIENCE)
          .until(() -> {
            second.poll(Duration.ofMillis(50));
            return assigned(first, true) < Bench.PARTITIONS;
          });
      assertThat(assigned(second, false)).isZero();
    }
  }

  private static int assigned(KafkaConsumer<byte[], byte[]> member, boolean polled) {
    if (polled) {
      member.poll(Duration.ofMillis(50));
    }
    return member.assignment().size();
  }

  private KafkaConsumer<byte[], byte[]> member(String name) {
    var member =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bench.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                GROUP + '-' + name,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    member.subscribe(List.of(Topics.clean(Lane.LIVE)));
    return member;
  }
}
