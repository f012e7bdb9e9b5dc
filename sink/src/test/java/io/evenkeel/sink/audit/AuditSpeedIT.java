package io.evenkeel.sink.audit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.SinkSchema;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.schema.SignalColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long an audit takes: {@code -Daudit.events=10000000}, and {@code -Daudit.runs=3}. Rows,
 * minutes, books, positions and log are written directly and agree with each other; all rows lie in
 * one day, which is the worst case for doing things at once.
 */
@EnabledIfSystemProperty(named = "audit.events", matches = "\\d+")
class AuditSpeedIT {
  private static final int EVENTS_PER_RECORD = 50;
  private static final int VEHICLES = 2_000;
  private static final List<String> NUMBERS =
      List.of(
          "speed",
          "odometer",
          "soc",
          "battery_power",
          "battery_voltage",
          "battery_current",
          "battery_temperature",
          "latitude",
          "longitude",
          "heading",
          "ambient_temperature");
  private static final String DAY = "2026-11-20";

  private final int perVehicle =
      Integer.getInteger("audit.events", 0) / VEHICLES / EVENTS_PER_RECORD * EVENTS_PER_RECORD;

  @Test
  void comparesEverything() throws Exception {
    try (Bench bench = new Bench();
        Audit audit =
            Audit.of(
                bench.bootstrapServers(),
                bench.jdbcUrl() + "?user=" + bench.user() + "&password=" + bench.password())) {
      SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
      Map<Integer, Long> records = fillLog(bench);
      fillTables(bench, records);
      System.out.println("audit: the tables are filled");

      report("first, counts the whole log", audit.run(AuditOptions.EVERYTHING));
      for (int run = 2; run <= Integer.getInteger("audit.runs", 3); run++) {
        report("run " + run, audit.run(AuditOptions.EVERYTHING));
      }
      report("without minutes", audit.run(AuditOptions.EVERYTHING.withoutMinutes()));
      bench.execute(
          "UPDATE evenkeel.vehicle_minute SET soc_sum = soc_sum + 0.01 WHERE minute = '"
              + DAY
              + " 00:01Z' AND vehicle_id = (1::bigint << 40) + 7");
      assertThat(audit.run(AuditOptions.EVERYTHING).findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.message()).contains("soc_sum"));
    }
  }

  private static void report(String run, AuditReport report) {
    assertThat(report.findings()).isEmpty();
    System.out.printf("audit (%s): %,d events in %.1f s%n", run, report.events(), report.seconds());
  }

  /** Returns the number of records by partition. */
  private Map<Integer, Long> fillLog(Bench bench) {
    Map<Integer, Long> records = new TreeMap<>();
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bench.bootstrapServers(), "linger.ms", "20"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
        TelemetryRecord record = record(vehicle);
        byte[] value = record.toBytes();
        int partition = Bench.partition(record);
        for (int i = 0; i < perVehicle / EVENTS_PER_RECORD; i++) {
          var sent =
              new ProducerRecord<>(
                  Topics.telemetry(Lane.LIVE),
                  partition,
                  "acme".getBytes(StandardCharsets.UTF_8),
                  value);
          sent.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
          var _ = producer.send(sent);
          records.merge(partition, 1L, Long::sum);
        }
      }
    }
    return records;
  }

  private static TelemetryRecord record(int vehicle) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS_PER_RECORD; i++) {
      List<MappedSignal> signals = new ArrayList<>();
      for (String name : NUMBERS) {
        signals.add(Events.signal(name, (vehicle + i * 7 + name.hashCode() % 10) % 90));
      }
      signals.add(Events.signal("is_charging", i % 2 == 0));
      events.add(Events.event("v" + vehicle, Events.INGEST + i * 1_000L, i, signals, List.of()));
    }
    return Events.record("acme", "", events);
  }

  private void fillTables(Bench bench, Map<Integer, Long> records) {
    String columns = NUMBERS.stream().map(AuditSpeedIT::column).collect(joining(", "));
    String values =
        NUMBERS.stream()
            .map(name -> "round((random() * 90)::numeric, 2)::float8")
            .collect(joining(", "));
    bench.execute(
        """
        SET synchronous_commit = off;
        INSERT INTO evenkeel.tenant (slug) VALUES ('acme');
        INSERT INTO evenkeel.vehicle (vehicle_id, tenant_no, name)
          SELECT (1::bigint << 40) + v, 1, 'v' || v FROM generate_series(0, %1$d - 1) v;
        CREATE TABLE evenkeel.reading_20261120 PARTITION OF evenkeel.reading
          FOR VALUES FROM ('2026-11-20 00:00Z') TO ('2026-11-21 00:00Z');
        INSERT INTO evenkeel.reading (vehicle_id, event_time, event_id, ingest_time, is_charging, %3$s)
          SELECT (1::bigint << 40) + v, '2026-11-20 00:00Z'::timestamptz + i * interval '1 second', gen_random_uuid(), now(), i %% 7 = 0, %4$s
          FROM generate_series(0, %2$d - 1) i, generate_series(0, %1$d - 1) v;
        """
            .formatted(VEHICLES, perVehicle, columns, values));
    bench.execute("VACUUM ANALYZE evenkeel.reading");
    bench.execute(minutes());
    bench.execute(
        "INSERT INTO evenkeel.vehicle_latest (vehicle_id, last_event_time, live_through)"
            + " SELECT vehicle_id, max(event_time), max(event_time) FROM evenkeel.reading GROUP BY 1");
    records.forEach((partition, count) ->
        bench.execute(
            "INSERT INTO evenkeel.book VALUES (1, 'live', '', %1$d, '%2$s', %3$d, %3$d, 0, 0, %3$d, 0, 0)"
                .formatted(partition, DAY, count * EVENTS_PER_RECORD)));
    fillPositions(bench, records);
    bench.execute("VACUUM ANALYZE evenkeel.vehicle_minute");
  }

  private static void fillPositions(Bench bench, Map<Integer, Long> records) {
    try (TopicReader reader =
        new TopicReader(new KafkaAccess(bench.bootstrapServers(), Map.of(), Optional.empty()))) {
      TopicIds ids = reader.ids(List.of(Topics.clean(Lane.LIVE)));
      String topicId = ids.all().iterator().next().toString();
      records.forEach((partition, count) ->
          bench.execute(
              "INSERT INTO evenkeel.sink_position VALUES ('%s', '%s', '%s', %d, 1, 0, %d)"
                  .formatted(ids.clusterId(), topicId, Topics.clean(Lane.LIVE), partition, count)));
    }
  }

  private static String minutes() {
    List<String> names = new ArrayList<>(List.of("vehicle_id", "minute", "events", "closed"));
    List<String> values =
        new ArrayList<>(
            List.of("vehicle_id", "date_trunc('minute', event_time)", "count(*)", "true"));
    List<String> signals = new ArrayList<>(NUMBERS);
    signals.add("is_charging");
    for (String name : signals) {
      Signal signal = Events.signal(name);
      names.addAll(SignalColumns.minuteColumns(signal));
      String x = SignalColumns.column(signal);
      if (signal.aggregation() == Aggregation.STATS) {
        values.addAll(
            List.of("count(" + x + ")", "sum(" + x + ")", "min(" + x + ")", "max(" + x + ")"));
      } else if (signal.aggregation() == Aggregation.LAST) {
        values.add("(array_agg(" + x + " ORDER BY event_time DESC))[1]");
      }
    }
    return "INSERT INTO evenkeel.vehicle_minute ("
        + String.join(", ", names)
        + ") SELECT "
        + String.join(", ", values)
        + " FROM evenkeel.reading GROUP BY 1, 2";
  }

  private static String column(String name) {
    return SignalColumns.column(Events.signal(name));
  }
}
