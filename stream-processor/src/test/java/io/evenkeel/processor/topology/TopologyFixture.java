package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
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
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology under a test driver. Its wall clock starts at {@link #START}. */
final class TopologyFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final MinuteSettings MINUTES =
      new MinuteSettings(Duration.ofSeconds(60), Duration.ofMinutes(3));

  private final Path stateDirectory;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TopologyTestDriver driver;

  TopologyFixture(Path stateDirectory) {
    this(stateDirectory, MINUTES, Tracing.OFF);
  }

  TopologyFixture(Path stateDirectory, MinuteSettings minutes) {
    this(stateDirectory, minutes, Tracing.OFF);
  }

  TopologyFixture(Path stateDirectory, MinuteSettings minutes, Tracing tracing) {
    this.stateDirectory = stateDirectory;
    this.driver = newDriver(minutes, tracing);
  }

  void send(Lane lane, TelemetryRecord record) {
    send(lane, record.tenant(), record.toBytes());
  }

  void send(Lane lane, @Nullable String key, byte @Nullable [] value) {
    Headers headers =
        new org.apache.kafka.common.header.internals.RecordHeaders()
            .add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    send(lane, key, value, headers);
  }

  void send(Lane lane, @Nullable String key, byte @Nullable [] value, Headers headers) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    input(lane).pipeInput(new TestRecord<>(keyBytes, value, headers, START));
  }

  /** The clean records so far, not handed out before. */
  List<Clean> clean(Lane lane) {
    return output(Topics.clean(lane)).readRecordsToList().stream().map(Clean::of).toList();
  }

  Clean onlyClean(Lane lane) {
    List<Clean> clean = clean(lane);
    if (clean.size() != 1) {
      throw new AssertionError("Expected one clean record, got " + clean.size());
    }
    return clean.getFirst();
  }

  List<ClosedMinutes> minutes() {
    return output(Topics.MINUTES).readRecordsToList().stream()
        .map(TopologyFixture::closedMinutes)
        .toList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return output(Topics.DEAD_LETTER).readRecordsToList();
  }

  void passTime(Duration time) {
    driver.advanceWallClockTime(time);
  }

  double count(String name, String... tags) {
    return registry.get("evenkeel.processor." + name).tags(tags).counter().count();
  }

  long storedKeys(String store) {
    long keys = 0;
    try (KeyValueIterator<Object, Object> all = driver.getKeyValueStore(store).all()) {
      while (all.hasNext()) {
        all.next();
        keys++;
      }
    }
    return keys;
  }

  @Override
  public void close() {
    driver.close();
  }

  private TestInputTopic<byte[], byte[]> input(Lane lane) {
    return driver.createInputTopic(
        Topics.telemetry(lane), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private TopologyTestDriver newDriver(MinuteSettings minutes, Tracing tracing) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    return new TopologyTestDriver(
        ProcessorTopology.build(
            SignalCatalogue.standard(), minutes, registry, LaneProgress.ofAllLanes(), tracing),
        properties,
        START);
  }

  private static ClosedMinutes closedMinutes(TestRecord<byte[], byte[]> record) {
    try {
      return ClosedMinutes.parseFrom(record.value());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** A clean record, taken apart. */
  @SuppressWarnings("ArrayRecordComponent")
  record Clean(
      String key, byte[] bytes, TelemetryRecord telemetry, CleanSummary summary, Headers headers) {
    static Clean of(TestRecord<byte[], byte[]> record) {
      try {
        return new Clean(
            record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
            record.value(),
            TelemetryRecord.parse(record.value()),
            CleanSummary.parse(record.headers().lastHeader(RecordHeaders.CLEAN).value()),
            record.headers());
      } catch (MalformedRecordException e) {
        throw new AssertionError(e);
      }
    }
  }
}
