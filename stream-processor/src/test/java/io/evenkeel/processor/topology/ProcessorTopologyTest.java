package io.evenkeel.processor.topology;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.hashed;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.processor.topology.TopologyFixture.Clean;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessorTopologyTest {
  private static final long TIME = TopologyFixture.START.toEpochMilli();

  private final TopologyFixture topology;

  ProcessorTopologyTest(@TempDir Path stateDirectory) {
    topology = new TopologyFixture(stateDirectory);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @ParameterizedTest
  @EnumSource
  void forwardsARecordWithoutRepeatsAsTheSameBytes(Lane lane) {
    byte[] bytes = withUnknownField(record(TIME, block(counted("v", 1, TIME))).toBytes());

    topology.send(lane, TENANT, bytes);

    assertThat(topology.onlyClean(lane).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void dropsRepeatsAcrossRecords(Lane lane) {
    topology.send(
        lane, record(TIME, block(counted("v", 1, TIME), hashed("v", "a", TIME)))); // offset 0
    topology.clean(lane);

    topology.send(
        lane,
        record(
            TIME, block(counted("v", 1, TIME), counted("v", 2, TIME + 1), hashed("v", "a", TIME))));

    Clean clean = topology.onlyClean(lane);
    assertThat(clean.summary()).isEqualTo(new CleanSummary(0, 1, 3, 1, 2, 0, List.of()));
    assertThat(clean.telemetry().blocks()).hasSize(1);
    assertThat(clean.telemetry().blocks().getFirst().identities().seq(0)).isEqualTo(2);
  }

  @Test
  void dropsRepeatsWithinARecord() {
    topology.send(
        Lane.LIVE,
        record(TIME, block(counted("v", 1, TIME)), block(counted("v", 1, TIME)))); // one vehicle

    assertThat(topology.onlyClean(Lane.LIVE).summary().duplicate()).isEqualTo(1);
  }

  @Test
  void keepsTheSameIdentityAtAnotherTime() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME), hashed("v", "a", TIME))));
    topology.clean(Lane.LIVE);

    topology.send(
        Lane.LIVE, record(TIME, block(counted("v", 1, TIME + 1), hashed("v", "a", TIME + 1))));

    assertThat(topology.onlyClean(Lane.LIVE).summary().out()).isEqualTo(2);
  }

  @Test
  void keepsTheSameEventOfAnotherVehicleAndOfAnotherTenant() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));
    topology.send(Lane.LIVE, record(TIME, block(counted("w", 1, TIME))));
    topology.send(
        Lane.LIVE, new TelemetryRecord("other", TIME, "", List.of(block(counted("v", 1, TIME)))));

    assertThat(topology.clean(Lane.LIVE)).extracting(c -> c.summary().out()).containsOnly(1);
  }

  @Test
  void forwardsAnEmptyRecordWhenEverythingIsARepeat() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));
    topology.clean(Lane.LIVE);

    topology.send(Lane.LIVE, record(TIME + 5, block(counted("v", 1, TIME))));

    Clean clean = topology.onlyClean(Lane.LIVE);
    assertThat(clean.telemetry()).isEqualTo(new TelemetryRecord(TENANT, TIME + 5, "", List.of()));
    assertThat(clean.summary()).isEqualTo(new CleanSummary(0, 1, 1, 0, 1, 0, List.of()));
  }

  @Test
  void keepsTheJobOfARecordThatIsEncodedAgain() {
    TelemetryRecord record =
        new TelemetryRecord(
            TENANT, TIME, "job-1", List.of(block(counted("v", 1, TIME), counted("v", 1, TIME))));

    topology.send(Lane.BACKFILL, record);

    assertThat(topology.onlyClean(Lane.BACKFILL).telemetry().job()).isEqualTo("job-1");
  }

  @Test
  void leavesOutTheBlockOfWhichNothingIsLeft() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));
    topology.clean(Lane.LIVE);

    topology.send(
        Lane.LIVE, record(TIME, block(counted("v", 1, TIME)), block(counted("w", 1, TIME))));

    assertThat(topology.onlyClean(Lane.LIVE).telemetry().blocks())
        .extracting(block -> block.vehicle())
        .containsExactly("w");
  }

  @Test
  void keepsLanesApart() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));
    topology.send(Lane.BACKFILL, record(TIME, block(counted("v", 1, TIME))));

    assertThat(topology.onlyClean(Lane.LIVE).summary().out()).isEqualTo(1);
    assertThat(topology.onlyClean(Lane.BACKFILL).summary().out()).isEqualTo(1);
  }

  @Test
  void writesKeyAndExactlyTheHeadersOfACleanRecord() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));

    Clean clean = topology.onlyClean(Lane.LIVE);
    assertThat(clean.key()).isEqualTo(TENANT);
    assertThat(clean.headers().toArray())
        .extracting(Header::key)
        .containsExactlyInAnyOrder(RecordHeaders.FORMAT, RecordHeaders.CLEAN);
    assertThat(RecordHeaders.isReadable(clean.headers().lastHeader(RecordHeaders.FORMAT).value()))
        .isTrue();
  }

  @Test
  void forwardsOneCleanRecordForEachInputRecord() {
    for (int i = 0; i < 10; i++) {
      topology.send(Lane.LIVE, record(TIME, block(counted("v", i / 3, TIME + i / 3))));
      topology.send(Lane.LIVE, TENANT, new byte[] {1, 2, 3});
    }

    assertThat(topology.clean(Lane.LIVE))
        .extracting(clean -> clean.summary().sourceOffset())
        .containsExactly(
            0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L,
            19L);
  }

  @Test
  void acceptsARecordWithoutEvents() {
    topology.send(Lane.LIVE, record(TIME));

    assertThat(topology.onlyClean(Lane.LIVE).summary())
        .isEqualTo(new CleanSummary(0, 0, 0, 0, 0, 0, List.of()));
    assertThat(topology.deadLetters()).isEmpty();
  }

  @Test
  void storesOneValueAVehicleAndSegmentsOnlyForHashedIdentities() {
    topology.send(
        Lane.LIVE, record(TIME, block(counted("v", 1, TIME)), block(hashed("w", "a", TIME))));

    assertThat(topology.storedKeys("vehicles-live")).isEqualTo(2);
    assertThat(topology.storedKeys("hashes-live")).isEqualTo(1);
  }

  @Test
  void countsWhatItDid() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME), counted("v", 1, TIME))));
    topology.send(Lane.LIVE, TENANT, new byte[] {1, 2, 3});

    assertThat(topology.count("records", "lane", "live")).isEqualTo(2);
    assertThat(topology.count("events.in", "lane", "live")).isEqualTo(3);
    assertThat(topology.count("events.out", "lane", "live")).isEqualTo(1);
    assertThat(topology.count("events.duplicate", "lane", "live")).isEqualTo(1);
    assertThat(topology.count("events.dead", "lane", "live")).isEqualTo(1);
    assertThat(topology.count("records", "lane", "backfill")).isZero();
  }

  /** Bytes that no encoder of ours would write: they survive only if they are passed through. */
  private static byte[] withUnknownField(byte[] bytes) {
    byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 3);
    longer[bytes.length] = (byte) 0xf8;
    longer[bytes.length + 1] = 0x01;
    longer[bytes.length + 2] = 0x01; // field 31, varint 1
    return longer;
  }
}
