package io.evenkeel.processor.topology;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.hashed;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.runtime.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that is made ready again over the state that an earlier one left. */
class TaskRestartTest {
  private static final int PARTITION = 5;
  private static final long TIME = TopologyFixture.START.toEpochMilli();
  private static final LaneNodes LIVE = new LaneNodes(Lane.LIVE);

  private final MockProcessorContext<RoutedKey, byte[]> context;
  private final KeyValueStore<byte[], byte[]> vehicles;
  private DeduplicatingProcessor processor;
  private long offset;

  TaskRestartTest(@TempDir Path stateDirectory) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    context =
        new MockProcessorContext<>(properties, new TaskId(0, PARTITION), stateDirectory.toFile());
    context.setCurrentSystemTimeMs(TIME);
    vehicles = store(LIVE.vehicleStore());
    store(LIVE.hashStore());
    processor = newProcessor();
  }

  @Test
  void recognisesRepeatsOfBeforeTheRestart() throws Exception {
    process(record(TIME, block(counted("v", 1, TIME), hashed("v", "a", TIME))));

    processor = newProcessor();
    process(record(TIME, block(counted("v", 1, TIME), hashed("v", "a", TIME))));

    assertThat(lastSummary().duplicate()).isEqualTo(2);
  }

  @Test
  void goesOnWithOpenMinutes() throws Exception {
    process(record(TIME, block(counted("v", 1, TIME))));

    processor = newProcessor();
    process(record(TIME, block(counted("v", 2, TIME + 120_000))));

    assertThat(minutes().getFirst().getMinutes(0).getEvents()).isEqualTo(1);
    assertThat(minutes().getFirst().getSourceOffset()).isEqualTo(1);
  }

  @Test
  void closesTheMinutesOfVehiclesThatFellSilentBeforeTheRestart() throws Exception {
    process(record(TIME, block(counted("silent", 1, TIME))));
    process(record(TIME, block(counted("other", 1, TIME))));

    processor = newProcessor();
    passTime(Duration.ofMinutes(4));

    assertThat(minutes())
        .extracting(ClosedMinutes::getVehicle)
        .containsExactlyInAnyOrder("silent", "other");
    assertThat(minutes()).extracting(ClosedMinutes::getSourceOffset).contains(0L, 1L);
  }

  @Test
  void goesOnFromTheIngestTimeOfBeforeTheRestart() throws Exception {
    process(record(TIME, block(counted("silent", 1, TIME))));
    process(record(TIME + 240_000, block(counted("other", 1, TIME))));

    processor = newProcessor();
    passTime(Duration.ofSeconds(1));

    assertThat(minutes()).extracting(ClosedMinutes::getVehicle).containsExactly("silent");
  }

  @Test
  void forwardsEverythingToThePartitionItCameFrom() {
    process(record(TIME, block(counted("v", 1, TIME), counted("v", 2, TIME + 120_000))));
    context.setRecordMetadata(Topics.telemetry(Lane.LIVE), PARTITION, offset++);
    processor.process(new Record<>(null, new byte[] {1}, TIME));
    passTime(Duration.ofMinutes(4));

    assertThat(context.forwarded())
        .extracting(forward -> forward.childName().orElseThrow())
        .contains(LIVE.clean(), LIVE.deadLetter(), LaneNodes.MINUTES);
    assertThat(context.forwarded())
        .allSatisfy(f -> assertThat(f.record().key().partition()).isEqualTo(PARTITION));
  }

  @Test
  void stopsAtStateThatItCannotReadInsteadOfBlamingTheRecord() {
    vehicles.put((TENANT + "/v").getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> process(record(TIME, block(counted("v", 1, TIME)))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(context.forwarded()).isEmpty();
  }

  private void process(TelemetryRecord record) {
    var headers =
        new org.apache.kafka.common.header.internals.RecordHeaders()
            .add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    context.setRecordMetadata(Topics.telemetry(Lane.LIVE), PARTITION, offset++);
    processor.process(
        new Record<>(
            record.tenant().getBytes(StandardCharsets.UTF_8), record.toBytes(), TIME, headers));
  }

  private void passTime(Duration time) {
    context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + time.toMillis());
    context
        .scheduledPunctuators()
        .getLast()
        .getPunctuator()
        .punctuate(context.currentSystemTimeMs());
  }

  private CleanSummary lastSummary() throws Exception {
    byte[] header =
        context
            .forwarded(LIVE.clean())
            .getLast()
            .record()
            .headers()
            .lastHeader(RecordHeaders.CLEAN)
            .value();
    return CleanSummary.parse(header);
  }

  private List<ClosedMinutes> minutes() throws InvalidProtocolBufferException {
    List<ClosedMinutes> minutes = new java.util.ArrayList<>();
    for (var forward : context.forwarded(LaneNodes.MINUTES)) {
      minutes.add(ClosedMinutes.parseFrom(forward.record().value()));
    }
    return minutes;
  }

  private DeduplicatingProcessor newProcessor() {
    DeduplicatingProcessor made =
        new DeduplicatingProcessor(
            LIVE,
            new LaneMetrics(new SimpleMeterRegistry(), Lane.LIVE, new LaneProgress()),
            new RecordTracing(Tracing.OFF, Lane.LIVE),
            SignalCatalogue.standard(),
            TopologyFixture.MINUTES);
    made.init(context);
    return made;
  }

  private KeyValueStore<byte[], byte[]> store(String name) {
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
