package io.evenkeel.processor.it;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.model.wire.VehicleMinute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the processor in the middle of its work, again and again. */
class ProcessorKillIT {
  private static final int KILLS = 3;
  private static final int RECORDS_A_ROUND = 3_000;
  private static final int VEHICLES = 50;
  private static final int EVENTS_A_RECORD = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Random random = new Random(Long.getLong("seed", 1));
  private final TestStack stack = TestStacks.start();
  private final KafkaTopics topics = new KafkaTopics(stack.bootstrapServers());
  private final Path directory;
  private final Set<String> sent = new HashSet<>();
  private final Map<String, Integer> sentPerMinute = new HashMap<>();
  private final long[] nextSeq = new long[VEHICLES];
  private int records;

  ProcessorKillIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void stop() {
    topics.close();
    stack.close();
  }

  @Test
  void losesAndDoublesNothingWhenKilled() throws Exception {
    topics.create();
    try (KafkaTopics.Reader reader = topics.reader(Topics.clean(Lane.LIVE))) {
      for (int kill = 0; kill < KILLS; kill++) {
        ProcessorProcess processor = start();
        int before = reader.poll().size();
        sendRound();
        int until = before + random.nextInt(1, RECORDS_A_ROUND);
        await().atMost(PATIENCE).until(() -> reader.poll().size() >= until);
        processor.kill();
      }
      ProcessorProcess last = start();
      List<ConsumerRecord<byte[], byte[]>> all =
          await().atMost(PATIENCE).until(reader::poll, r -> r.size() >= records);
      assertThat(last.stop()).as("exit code after SIGTERM").isIn(0, 143);

      assertThat(all).hasSize(records);
      assertExactlyOnce(new CleanLog(all));
      assertMinutesExact();
    }
  }

  private void assertExactlyOnce(CleanLog clean) throws Exception {
    clean.assertGapless();
    List<String> events = clean.events();
    assertThat(events).doesNotHaveDuplicates();
    assertThat(new HashSet<>(events)).isEqualTo(sent);
    assertThat(clean.total(s -> s.in())).isEqualTo(records * EVENTS_A_RECORD);
    assertThat(clean.total(s -> s.late().size())).isZero();
  }

  private void assertMinutesExact() throws Exception {
    Map<String, Integer> expected = expectedClosed();
    Map<String, Integer> closed = new HashMap<>();
    try (KafkaTopics.Reader reader = topics.reader(Topics.MINUTES)) {
      await().atMost(PATIENCE).until(() -> minutes(reader.poll()) >= expected.size());
      for (ConsumerRecord<byte[], byte[]> message : reader.poll()) {
        ClosedMinutes minutes = ClosedMinutes.parseFrom(message.value());
        for (VehicleMinute minute : minutes.getMinutesList()) {
          String name = minutes.getVehicle() + '@' + minute.getMinute();
          assertThat(closed.put(name, minute.getEvents())).as("closed before").isNull();
        }
      }
    }
    assertThat(closed).isEqualTo(expected);
  }

  /** All minutes but those that the vehicle's clock has not passed by the grace. */
  private Map<String, Integer> expectedClosed() {
    Map<String, Integer> expected = new HashMap<>(sentPerMinute);
    for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
      long lastMinute = timeOf(nextSeq[vehicle] - 1) / 60_000;
      expected.remove("v" + vehicle + '@' + lastMinute);
      expected.remove("v" + vehicle + '@' + (lastMinute - 1));
    }
    return expected;
  }

  private static int minutes(List<ConsumerRecord<byte[], byte[]>> messages)
      throws InvalidProtocolBufferException {
    int minutes = 0;
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      minutes += ClosedMinutes.parseFrom(message.value()).getMinutesCount();
    }
    return minutes;
  }

  /** Every vehicle goes on counting; one event in five was sent before. */
  private void sendRound() {
    for (int r = 0; r < RECORDS_A_ROUND; r++) {
      int vehicle = random.nextInt(VEHICLES);
      long repeated = Math.min(nextSeq[vehicle], 1);
      Event[] events = new Event[EVENTS_A_RECORD];
      for (int e = 0; e < EVENTS_A_RECORD; e++) {
        events[e] = event(vehicle, nextSeq[vehicle] - repeated + e);
      }
      nextSeq[vehicle] += EVENTS_A_RECORD - repeated;
      TelemetryRecord record = record(events[0].timeMillis(), block(events));
      topics.send(Lane.LIVE, record);
      records++;
    }
    topics.flush();
  }

  private Event event(int vehicle, long seq) {
    String name = "v" + vehicle;
    long time = timeOf(seq);
    if (sent.add(CleanLog.name(name, seq, time))) {
      sentPerMinute.merge(name + '@' + time / 60_000, 1, Integer::sum);
    }
    return counted(name, seq, time);
  }

  private static long timeOf(long seq) {
    return 1_790_000_000_000L + seq * 1_000;
  }

  private ProcessorProcess start() throws Exception {
    return ProcessorProcess.start(
        Map.of(
            "EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS",
            stack.bootstrapServers(),
            "EVENKEEL_PROCESSOR_STATE_DIRECTORY",
            directory.resolve("state").toString(),
            "EVENKEEL_PROCESSOR_INSTANCE_ID",
            TENANT + "-1",
            // Only the vehicles' own clocks close minutes, so that it is known which are closed.
            "EVENKEEL_PROCESSOR_SILENCE",
            "1000000h",
            "EVENKEEL_PROCESSOR_ADMIN_PORT",
            "0"),
        directory.resolve("processor.log"));
  }
}
