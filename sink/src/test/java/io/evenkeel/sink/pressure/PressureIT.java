package io.evenkeel.sink.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.SinkConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits is known without the stages, and never by mistake as nothing. */
class PressureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RECORDS = 30;

  private final String group = "pressure-it-" + UUID.randomUUID();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Map<Integer, Long> processed = new HashMap<>();
  private Bench bench;
  private int sent;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void seesBothStagesWhetherTheyRunOrNot() throws Exception {
    sendBoth();
    // It stores the other lane: nobody takes live records, and no processor has ever run.
    Sink watching = bench.startSink(config(Set.of(Lane.BACKFILL)), registry);

    awaitRecords("processor", RECORDS);
    assertThat(value("evenkeel.pressure", "processor")).isPositive();
    assertThat(value("evenkeel.pressure.retention.ratio", "processor")).isBetween(1e-9, 0.01);
    // Each clean record is followed by the marker of its transaction.
    awaitRecords("sink", 2 * RECORDS);
    double age = value("evenkeel.pressure", "sink");
    await().atMost(PATIENCE).until(() -> value("evenkeel.pressure", "sink") > age);

    commitProcessed();
    awaitRecords("processor", 0);
    assertThat(value("evenkeel.pressure", "processor")).isZero();

    Sink storing = bench.startSink(config(Set.of(Lane.LIVE)));
    awaitRecords("sink", 0);
    assertThat(value("evenkeel.pressure", "sink")).isZero();

    // Now that the processor's group is known, markers do not count.
    bench.stop(storing);
    sendBoth();
    commitProcessed();
    awaitRecords("sink", RECORDS);

    bench.stop(watching);
    assertThat(pressureGauges()).isEmpty();
  }

  @Test
  void saysNothingRatherThanNothingWaitsWhereATopicIsMissing() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(Topics.clean(Lane.BACKFILL))).all().get();
    }
    bench.startSink(config(Set.of(Lane.LIVE)), registry);
    sendBoth();

    await()
        .atMost(PATIENCE)
        .until(() ->
            registry
                    .get("evenkeel.caretaker.chore.failures")
                    .tag("chore", "pressure")
                    .counter()
                    .count()
                > 1);
    assertThat(pressureGauges()).isEmpty();
  }

  private SinkConfig config(Set<Lane> lanes) {
    SinkConfig config = bench.config();
    return config
        .withLanes(lanes)
        .withCaretaking(
            config
                .caretaking()
                .withPressure(new CaretakerConfig.Pressure(Duration.ofSeconds(1), group)));
  }

  /** Telemetry as the gateway writes it, and the clean records that the processor makes of it. */
  private void sendBoth() {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", (Object) bench.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        TelemetryRecord record =
            Events.record("acme", Events.speed("v" + i % 7, Events.INGEST, sent++, 50));
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Topics.telemetry(Lane.LIVE),
                    Bench.partition(record),
                    new byte[0],
                    record.toBytes()));
        bench.send(Lane.LIVE, record);
        processed.merge(Bench.partition(record), 1L, Long::sum);
      }
    }
  }

  /** Commits the positions that the processor has once it has made all clean records. */
  private void commitProcessed() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    processed.forEach((partition, next) ->
        positions.put(
            new TopicPartition(Topics.telemetry(Lane.LIVE), partition),
            new OffsetAndMetadata(next)));
    try (Admin admin = admin()) {
      admin.alterConsumerGroupOffsets(group, positions).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", (Object) bench.bootstrapServers()));
  }

  private void awaitRecords(String stage, double records) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(value("evenkeel.pressure.records", stage)).isEqualTo(records));
  }

  /** The value of the live lane; NaN where there is none. */
  private double value(String name, String stage) {
    Gauge gauge = registry.find(name).tag("stage", stage).tag("lane", "live").gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  private List<String> pressureGauges() {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getName())
        .filter(name -> name.startsWith("evenkeel.pressure"))
        .toList();
  }
}
