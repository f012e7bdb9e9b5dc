package io.evenkeel.processor.it;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.processor.ProcessorConfig;
import io.evenkeel.processor.ProcessorStartException;
import io.evenkeel.processor.StreamProcessor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamProcessorIT {
  private static final long TIME = 1_790_000_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestStack stack = TestStacks.start();
  private final KafkaTopics topics = new KafkaTopics(stack.bootstrapServers());
  private final ProcessorConfig config;

  StreamProcessorIT(@TempDir Path stateDirectory) {
    config = ProcessorConfig.of(stack.bootstrapServers(), stateDirectory);
  }

  @AfterEach
  void stop() {
    topics.close();
    stack.close();
  }

  @Test
  void processesBothLanesAndGoesOnAfterACleanRestart() throws Exception {
    topics.create();
    try (StreamProcessor processor = StreamProcessor.start(config, registry)) {
      assertThat(processor.awaitRunning(PATIENCE)).isTrue();
      for (int v = 0; v < 20; v++) {
        topics.send(Lane.LIVE, record(TIME, block(counted("v" + v, 1, TIME))));
        topics.send(Lane.BACKFILL, record(TIME, block(counted("v" + v, 1, TIME))));
      }
      topics.send(Lane.LIVE, 3, new byte[] {1, 2, 3}, TENANT);
      assertThat(committed(Topics.clean(Lane.LIVE), 21).total(s -> s.out())).isEqualTo(20);
      assertThat(committed(Topics.clean(Lane.BACKFILL), 20).total(s -> s.out())).isEqualTo(20);
      assertThat(processor.isAlive()).isTrue();
    }

    try (StreamProcessor processor = StreamProcessor.start(config, registry)) {
      assertThat(processor.awaitRunning(PATIENCE)).isTrue();
      for (int v = 0; v < 20; v++) {
        topics.send(
            Lane.LIVE,
            record(TIME, block(counted("v" + v, 1, TIME), counted("v" + v, 2, TIME + 120_000))));
      }
      CleanLog clean = committed(Topics.clean(Lane.LIVE), 41);
      clean.assertGapless();
      assertThat(clean.total(s -> s.duplicate())).isEqualTo(20);
      assertThat(clean.total(s -> s.dead())).isEqualTo(1);
      assertMinutesInThePartitionsOfTheirVehicles(20);
      assertThat(read(Topics.DEAD_LETTER, 1).getFirst().partition()).isEqualTo(3);
    }
  }

  @Test
  void refusesToStartWithoutItsTopics() {
    assertThatThrownBy(() -> StreamProcessor.start(config, registry))
        .isInstanceOf(ProcessorStartException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void stopsAndReportsWhenKafkaKeepsRefusingItsRecords() throws Exception {
    topics.create();
    // Room for the markers of transactions, but not for the record.
    topics.configure(Topics.clean(Lane.LIVE), "max.message.bytes", "500");
    // A failed thread's partitions are free when its session has ended.
    ProcessorConfig quick = config.withKafka(Map.of("main.consumer.session.timeout.ms", "6000"));
    BlockingQueue<Throwable> fatal = new LinkedBlockingQueue<>();
    try (StreamProcessor processor = StreamProcessor.start(quick, registry, fatal::add)) {
      assertThat(processor.awaitRunning(PATIENCE)).isTrue();

      topics.send(Lane.LIVE, record(TIME, block(manyEvents())));

      assertThat(fatal.poll(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
      await().atMost(PATIENCE).until(() -> !processor.isAlive());
      assertThat(processor.awaitRunning(PATIENCE)).isFalse();
    }
    assertThat(fatal).as("reported once").isEmpty();
  }

  private static Event[] manyEvents() {
    Random random = new Random(1);
    Event[] events = new Event[TelemetryRecord.EVENTS_MAX];
    for (int e = 0; e < events.length; e++) {
      events[e] = counted("v", e, TIME + random.nextInt(100_000));
    }
    return events;
  }

  private void assertMinutesInThePartitionsOfTheirVehicles(int count) throws Exception {
    for (ConsumerRecord<byte[], byte[]> record : read(Topics.MINUTES, count)) {
      ClosedMinutes minutes = ClosedMinutes.parseFrom(record.value());
      assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(TENANT);
      assertThat(record.partition())
          .isEqualTo(
              io.evenkeel.model.topic.VehiclePartition.of(
                  TENANT, minutes.getVehicle(), KafkaTopics.PARTITIONS));
      assertThat(
              RecordHeaders.isReadable(record.headers().lastHeader(RecordHeaders.FORMAT).value()))
          .isTrue();
    }
  }

  private CleanLog committed(String topic, int count) {
    return new CleanLog(read(topic, count));
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    topics.flush();
    try (KafkaTopics.Reader reader = topics.reader(topic)) {
      return await().atMost(PATIENCE).until(reader::poll, records -> records.size() >= count);
    }
  }
}
