package io.evenkeel.processor.topology;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterTopologyTest {
  private static final long TIME = TopologyFixture.START.toEpochMilli();
  private static final byte[] POISON = {1, 2, 3};

  private final TopologyFixture topology;

  DeadLetterTopologyTest(@TempDir Path stateDirectory) {
    topology = new TopologyFixture(stateDirectory);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @ParameterizedTest
  @EnumSource
  void buriesWhatIsNoTelemetryRecordAndGoesOn(Lane lane) {
    topology.send(lane, TENANT, POISON);
    topology.send(lane, record(TIME, block(counted("v", 1, TIME))));

    TestRecord<byte[], byte[]> dead = topology.deadLetters().getFirst();
    assertThat(dead.key()).isEqualTo(TENANT.getBytes(StandardCharsets.UTF_8));
    assertThat(dead.value()).isEqualTo(POISON);
    assertThat(header(dead, RecordHeaders.ERROR_STAGE)).isEqualTo("processor");
    assertThat(header(dead, RecordHeaders.ERROR_CODE)).isEqualTo("malformed-record");
    assertThat(header(dead, RecordHeaders.ERROR_TOPIC))
        .isEqualTo("evenkeel.telemetry." + lane.id());
    assertThat(header(dead, RecordHeaders.ERROR_PARTITION)).isEqualTo("0");
    assertThat(header(dead, RecordHeaders.ERROR_OFFSET)).isEqualTo("0");
    assertThat(header(dead, RecordHeaders.ERROR_ATTEMPTS)).isEqualTo("1");
    assertThat(header(dead, RecordHeaders.ERROR_EXCEPTION)).contains("MalformedRecordException");
    assertThat(Long.parseLong(header(dead, RecordHeaders.ERROR_FIRST_FAILED_AT)))
        .isGreaterThanOrEqualTo(TIME);
    assertThat(topology.clean(lane)).hasSize(2);
  }

  @Test
  void accountsForADeadRecordAsOneEvent() {
    topology.send(Lane.LIVE, TENANT, POISON);

    TopologyFixture.Clean clean = topology.onlyClean(Lane.LIVE);
    assertThat(clean.summary()).isEqualTo(new CleanSummary(0, 0, 1, 0, 0, 1, List.of()));
    assertThat(clean.telemetry().tenant()).isEqualTo(TENANT);
    assertThat(clean.telemetry().blocks()).isEmpty();
  }

  @Test
  void keepsTheOriginalHeaders() {
    Headers headers =
        new org.apache.kafka.common.header.internals.RecordHeaders()
            .add("traceparent", "00-1".getBytes(StandardCharsets.UTF_8))
            .add(RecordHeaders.FORMAT, "99".getBytes(StandardCharsets.UTF_8));

    topology.send(Lane.LIVE, TENANT, record(TIME, block(counted("v", 1, TIME))).toBytes(), headers);

    TestRecord<byte[], byte[]> dead = topology.deadLetters().getFirst();
    assertThat(header(dead, "traceparent")).isEqualTo("00-1");
    assertThat(header(dead, RecordHeaders.FORMAT)).isEqualTo("99");
    assertThat(header(dead, RecordHeaders.ERROR_CODE)).isEqualTo("unreadable-format");
  }

  @Test
  void refusesARecordWithoutFormatHeader() {
    byte[] value = record(TIME, block(counted("v", 1, TIME))).toBytes();

    topology.send(
        Lane.LIVE, TENANT, value, new org.apache.kafka.common.header.internals.RecordHeaders());

    assertThat(onlyCode()).isEqualTo("unreadable-format");
  }

  @Test
  void refusesARecordOfAnotherTenantThanItsKey() {
    topology.send(Lane.LIVE, "other", record(TIME, block(counted("v", 1, TIME))).toBytes());

    assertThat(onlyCode()).isEqualTo("tenant-mismatch");
    assertThat(topology.onlyClean(Lane.LIVE).key()).isEqualTo("other");
    assertThat(topology.storedKeys("vehicles-live")).isZero();
  }

  @Test
  void refusesARecordWithoutKey() {
    topology.send(Lane.LIVE, null, record(TIME, block(counted("v", 1, TIME))).toBytes());

    assertThat(onlyCode()).isEqualTo("tenant-mismatch");
    assertThat(topology.onlyClean(Lane.LIVE).telemetry().tenant()).isEqualTo("?");
  }

  @Test
  void refusesARecordWithoutValue() {
    topology.send(Lane.LIVE, TENANT, null);

    assertThat(onlyCode()).isEqualTo("malformed-record");
  }

  @Test
  void refusesARecordOfMoreBytesThanTheLimit() {
    byte[] value = new byte[TelemetryRecord.BYTES_MAX + 1];

    topology.send(Lane.LIVE, TENANT, value);

    TestRecord<byte[], byte[]> dead = topology.deadLetters().getFirst();
    assertThat(header(dead, RecordHeaders.ERROR_CODE)).isEqualTo("record-too-large");
    assertThat(dead.value()).isEqualTo(value);
  }

  @Test
  void refusesARecordOfMoreEventsThanTheLimit() {
    Event[] events = new Event[TelemetryRecord.EVENTS_MAX + 1];
    for (int i = 0; i < events.length; i++) {
      events[i] = counted("v", i, TIME + i);
    }

    topology.send(Lane.LIVE, record(TIME, block(events)));

    assertThat(onlyCode()).isEqualTo("record-too-large");
  }

  @Test
  void leavesWhatTheDeadLetterTopicCannotHoldInTheSourceTopic() {
    topology.send(Lane.LIVE, TENANT, new byte[2 << 20]);

    TestRecord<byte[], byte[]> dead = topology.deadLetters().getFirst();
    assertThat(dead.value()).isNull();
    assertThat(dead.key()).asString().isEqualTo(TENANT);
    assertThat(header(dead, RecordHeaders.ERROR_OFFSET)).isEqualTo("0");
    assertThat(header(dead, RecordHeaders.ERROR_MESSAGE)).contains("stays in the source topic");
  }

  @Test
  void leavesNoTraceOfARecordThatCannotBeProcessed() {
    // One signal, at one time, with values of two types: no minute can hold both.
    int isMoving = 2;
    Event flag = moving(isMoving, 1, new SignalValue.Flag(true));
    Event number = moving(isMoving, 2, new SignalValue.Numeric(1));
    topology.send(Lane.LIVE, record(TIME, block(flag, number)));

    assertThat(onlyCode()).isEqualTo("processing-failed");
    assertThat(topology.onlyClean(Lane.LIVE).summary().dead()).isEqualTo(1);
    assertThat(topology.storedKeys("vehicles-live")).isZero();
  }

  @Test
  void saysNothingOfTheContent() {
    topology.send(Lane.LIVE, TENANT, "WVWZZZ1JZ3W386752".getBytes(StandardCharsets.UTF_8));

    TestRecord<byte[], byte[]> dead = topology.deadLetters().getFirst();
    assertThat(header(dead, RecordHeaders.ERROR_MESSAGE)).doesNotContain("WVWZZZ");
  }

  private static Event moving(int signal, long seq, SignalValue value) {
    return new Event(
        "v",
        TIME,
        new EventIdentity.Sequence("", seq),
        List.of(new MappedSignal(signal, value)),
        List.of());
  }

  private @Nullable String onlyCode() {
    List<TestRecord<byte[], byte[]>> dead = topology.deadLetters();
    assertThat(dead).hasSize(1);
    return header(dead.getFirst(), RecordHeaders.ERROR_CODE);
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
