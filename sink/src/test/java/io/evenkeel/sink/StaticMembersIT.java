package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sinks with names of their own, which keep their partitions over a restart. */
class StaticMembersIT {
  private static final long TIME = Events.INGEST - 3_600_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
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
    AtomicBoolean killed = new AtomicBoolean();
    try (var first = member("a");
        var second = member("b")) {
      first.subscribe(List.of(Topics.clean(Lane.LIVE)), new KilledWhileGivingUp(killed));
      second.subscribe(List.of(Topics.clean(Lane.LIVE)));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            first.poll(POLL);
            return first.assignment().size() == Bench.PARTITIONS;
          });
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(KafkaException.class)
          .until(() -> {
            second.poll(POLL);
            if (!killed.get()) {
              first.poll(POLL);
            }
            return killed.get();
          });
      assertThat(second.assignment()).isEmpty();
    }
  }

  /** Never comes to ask for the second division, in which others get what it gave up. */
  private record KilledWhileGivingUp(AtomicBoolean killed) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!killed.getAndSet(true)) {
        throw new IllegalStateException("killed");
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }

  private KafkaConsumer<byte[], byte[]> member(String name) {
    return new KafkaConsumer<>(
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
  }
}
