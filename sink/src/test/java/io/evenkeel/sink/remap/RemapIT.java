package io.evenkeel.sink.remap;

import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.minute.MinuteAccumulator;
import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a re-map everything is as if the alias had always been known. */
class RemapIT {
  private static final String RENAMED = "battery_soc_pct";
  private static final long MINUTE = VehicleMinute.minuteOf(Events.INGEST) - 60;
  private static final long START = VehicleMinute.startMillis(MINUTE);
  private static final long DAYS_3 = Duration.ofDays(3).toMillis();
  private static final String NAMED =
      " JOIN evenkeel.vehicle USING (vehicle_id) JOIN evenkeel.tenant USING (tenant_no) ";

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
  void movesWhatFitsAndRepairsMinutesAndLatestValues() {
    TelemetryRecord live = record("acme", "", renamed("truck", START, 120));
    long source = bench.send(Lane.LIVE, live);
    bench.send(Lane.BACKFILL, record("acme", "history", renamed("van", START - DAYS_3, 70)));
    bench.send(Lane.LIVE, record("acme", unfit("van", 1, "full"), unfit("van", 2, 900)));
    bench.send(Lane.LIVE, record("other", "", renamed("truck", START, 10)));
    // What the signal's column holds already stays, there and among the latest values.
    Event filled =
        event("bus", START, 1, List.of(signal("soc", 11)), List.of(extra(RENAMED, 22.0)));
    Event older = event("bus", START - 1, 2, List.of(), List.of(extra(RENAMED, 33.0)));
    bench.send(Lane.LIVE, record("acme", filled, older));
    bench.startSink();
    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);
    // The processor closes one minute before the re-map and one after it; it knows no alias yet.
    bench.sendMinutes("acme", "truck", source, List.of(minute(live, 0, 60)));
    bench.awaitMinutesRead();

    request("acme", "batterySocPct", "now()");
    awaitRemap("done", 191);
    bench.sendMinutes("acme", "truck", source, List.of(minute(live, 60, 120)));
    bench.awaitMinutesRead();
    bench.awaitCleanMinutes();

    assertThat(bench.number("SELECT unfit FROM evenkeel.remap")).isEqualTo(3);
    assertThat(
            bench.rows(
                "SELECT tenant, count(soc), count(*) FILTER (WHERE extra ? 'battery_soc_pct'),"
                    + " count(*) FILTER (WHERE extra = '{\"heater\": 1}')"
                    + " FROM evenkeel.reading_named GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("acme", 192L, 3L, 190L), List.of("other", 0L, 10L, 0L));
    assertMinutesEqualReadings(5);
    assertThat(
            bench.rows(
                "SELECT soc, (extract(epoch FROM soc_at) * 1000)::bigint FROM evenkeel.vehicle_latest"
                    + NAMED
                    + "WHERE slug = 'acme' ORDER BY name"))
        .containsExactly(
            List.of(11.0, START),
            List.of(59.5, START + 119_000),
            List.of(34.5, START - DAYS_3 + 69_000));

    bench.send(Lane.LIVE, live);
    bench.awaitStored(Lane.LIVE);

    assertThat(bench.rows("SELECT sum(stored)::int, sum(duplicate_sink)::int FROM evenkeel.book"))
        .containsExactly(List.of(204, 120));
  }

  @Test
  void goesOverTheReadingsAgainWhenAllThatWasAcceptedBeforeTheAliasIsStored() {
    bench.send(Lane.LIVE, record("acme", "", renamed("truck", START, 30)));
    String later = otherPartitionThan("truck");
    TelemetryRecord underWay = record("acme", "", renamed(later, START, 20));
    accept(underWay);
    bench.startSink();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> bench.number("SELECT count(*) FROM evenkeel.reading") == 30);

    request("acme", RENAMED, "now() - interval '1 minute'");
    awaitRemap("waiting", 30);
    bench.send(Lane.LIVE, underWay);
    awaitRemap("done", 50);
  }

  @Test
  void neitherRepeatsNorSkipsWhenItIsInterruptedOrDoneTwice() throws SQLException {
    bench.send(Lane.LIVE, record("acme", "", renamed("truck", START, 30)));
    bench.send(Lane.LIVE, record("acme", unfit("van", 1, "full")));
    Sink sink = bench.startSink();
    bench.awaitStored(Lane.LIVE);
    bench.stop(sink);
    request("acme", RENAMED, "now()");
    RemapTable table = new RemapTable(new SignalColumns(SignalCatalogue.standard()), 0);
    RemapWalk walk = new RemapWalk(table, 7);

    try (Connection one = connect();
        Connection twin = connect()) {
      for (int pass = 1; pass <= 2; pass++) {
        List<RemapRequest> open = table.open(one);
        while (!open.isEmpty() && open.getFirst().pass() == pass) {
          assertThat(walk.step(one, open.getFirst())).isTrue();
          assertThat(walk.step(twin, open.getFirst())).isFalse();
          one.rollback();
          twin.rollback();
          assertThat(walk.step(one, open.getFirst())).isTrue();
          one.commit();
          open = table.open(one);
        }
      }
    }

    assertThat(bench.rows("SELECT state, moved, unfit FROM evenkeel.remap"))
        .containsExactly(List.of("done", 30L, 1L));
    assertThat(bench.number("SELECT count(soc) FROM evenkeel.reading")).isEqualTo(30);
  }

  private Connection connect() throws SQLException {
    Connection connection = bench.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  private void request(String tenant, String received, String requestedAt) {
    bench.execute(
        "INSERT INTO evenkeel.remap (tenant_no, received, signal, scale, \"offset\", requested_at)"
            + " SELECT tenant_no, '%s', 'soc', 1, 0, %s FROM evenkeel.tenant WHERE slug = '%s'"
                .formatted(received, requestedAt, tenant));
  }

  private void awaitRemap(String state, long moved) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(bench.rows("SELECT state, moved, pass FROM evenkeel.remap"))
                .containsExactly(List.of(state, moved, 2)));
  }

  // As the gateway does; the processor has not come to it yet.
  private void accept(TelemetryRecord record) {
    Map<String, Object> config = Map.of("bootstrap.servers", bench.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.telemetry(Lane.LIVE),
                  Bench.partition(record),
                  new byte[0],
                  record.toBytes()));
    }
  }

  private void assertMinutesEqualReadings(int minutes) {
    assertThat(bench.number("SELECT count(*) FROM evenkeel.vehicle_minute")).isEqualTo(minutes);
    assertThat(
            bench.rows(
                """
                SELECT m.minute FROM evenkeel.vehicle_minute m, LATERAL (
                  SELECT count(*) AS events, count(soc) AS n, sum(soc) AS s, min(soc) AS lo, max(soc) AS hi
                  FROM evenkeel.reading r WHERE r.vehicle_id = m.vehicle_id
                    AND date_trunc('minute', r.event_time) = m.minute) r
                WHERE (m.events, m.soc_count, m.soc_sum, m.soc_min, m.soc_max)
                  IS DISTINCT FROM (r.events, r.n, r.s, r.lo, r.hi)\
                """))
        .isEmpty();
  }

  private static String otherPartitionThan(String vehicle) {
    int partition = partition(vehicle);
    return IntStream.range(0, 100)
        .mapToObj(i -> "van" + i)
        .filter(name -> partition(name) != partition)
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String vehicle) {
    return Bench.partition(record("acme", Events.speed(vehicle, START, 1, 1)));
  }

  /** One a second, whose state of charge nobody knows yet, from 0 in steps of a half. */
  private static List<Event> renamed(String vehicle, long start, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            event(
                vehicle,
                start + i * 1000L,
                100 + i,
                List.of(signal("speed", 50)),
                List.of(extra(RENAMED, i / 2.0), extra("heater", 1.0))))
        .toList();
  }

  private static Event unfit(String vehicle, long seq, String value) {
    var extra = new ReceivedSignal(RENAMED, new SignalValue.Text(value));
    return event(vehicle, START, seq, List.of(), List.of(extra));
  }

  private static Event unfit(String vehicle, long seq, double value) {
    return event(vehicle, START, seq, List.of(), List.of(extra(RENAMED, value)));
  }

  private static ReceivedSignal extra(String name, double value) {
    return new ReceivedSignal(name, new SignalValue.Numeric(value));
  }

  /** What the processor makes of some events of a record, all of one minute. */
  private static VehicleMinute minute(TelemetryRecord record, int from, int to) {
    VehicleBlock block = record.blocks().getFirst();
    BitSet events = new BitSet();
    events.set(from, to);
    long minute = VehicleMinute.minuteOf(block.timeMillis(from));
    var accumulator = new MinuteAccumulator(SignalCatalogue.standard(), minute);
    accumulator.add(block, events);
    return accumulator.toMinute();
  }
}
