package io.evenkeel.sink.drift;

import static io.evenkeel.sink.Events.block;
import static io.evenkeel.sink.Events.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.Sink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From stored rows to findings, and to hours. */
class DriftIT {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.now();

  private Bench bench;
  private long seq;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void findsARenamedSignalAndFailingEventsUntilTheyAreMended() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    bench.startSink(
        bench.config().withCaretaking(CaretakerConfig.DEFAULT.withDriftWindow(WINDOW)), metrics);
    send("acme", NOW.minus(WINDOW.multipliedBy(5)), 100, "soc");
    send("calm", NOW.minus(WINDOW.multipliedBy(5)), 100, "soc");
    awaitCounted("acme", "soc", 100);
    send("acme", NOW, 100, "battery_soc_pct");
    send("calm", NOW, 100, "soc");
    bench.awaitStored(Lane.LIVE);
    keepRefusals("acme", "time-missing", 25);

    awaitFindings(
        List.of("acme", "appeared", "battery_soc_pct"),
        List.of("acme", "failing", "time-missing"),
        List.of("acme", "vanished", "soc"));
    assertThat(gauge(metrics, "acme", "vanished")).isEqualTo(1);
    assertThat(gauge(metrics, "calm", "vanished")).isZero();
    assertThat(bench.rows("SELECT share_before, share_now FROM evenkeel.drift WHERE name = 'soc'"))
        .containsExactly(List.of(1.0, 0.0));

    send("acme", NOW, 300, "soc");
    bench.execute("UPDATE evenkeel.dead_letter SET kept_at = now() - interval '1 hour'");

    awaitFindings(List.of("acme", "appeared", "battery_soc_pct"));
    assertThat(
            bench.rows(
                "SELECT name, sum(events)::bigint, round(avg(share)::numeric, 2)::float8"
                    + " FROM evenkeel.signal_hour WHERE tenant = 'calm' GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            List.of("", 200L, 1.0), List.of("soc", 200L, 1.0), List.of("speed", 200L, 1.0));
  }

  @Test
  void findsANameWhoseFirstWindowsNobodyLookedAt() {
    bench.stop(bench.startSink());
    bench.execute("INSERT INTO evenkeel.tenant (slug) VALUES ('acme'), ('calm')");
    for (int window = 30; window > 0; window--) {
      Instant start = NOW.minus(WINDOW.multipliedBy(window));
      insertWindow("acme", start, "signal", window > 3 ? "soc" : "battery_soc_pct");
      // Off for a while, and on again: that is nothing new.
      insertWindow("calm", start, "extra", window > 3 && window < 20 ? "fan" : "heater");
    }

    bench.startSink(
        bench.config().withCaretaking(CaretakerConfig.DEFAULT.withDriftWindow(WINDOW)),
        new SimpleMeterRegistry());

    awaitFindings(
        List.of("acme", "appeared", "battery_soc_pct"),
        List.of("acme", "vanished", "soc"),
        List.of("calm", "vanished", "fan"));
  }

  @Test
  void countsWhatIsStoredOnceAndNothingOfTheBackfillLane() {
    Sink sink = bench.startSink();
    TelemetryRecord record = record("acme", NOW, 60, "soc");
    bench.send(Lane.LIVE, record);
    bench.send(Lane.LIVE, record);
    bench.send(Lane.BACKFILL, record("acme", NOW, 70, "soc"));
    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);

    bench.stop(sink);

    assertThat(bench.rows("SELECT kind, name, events FROM evenkeel.signal_window ORDER BY 1, 2"))
        .containsExactly(
            List.of("events", "", 60L),
            List.of("signal", "soc", 60L),
            List.of("signal", "speed", 60L));
  }

  @Test
  void mergesOldWindowsIntoHoursAndForgetsOldHours() {
    Instant hour = NOW.minus(Duration.ofHours(60)).truncatedTo(ChronoUnit.HOURS);
    bench.stop(bench.startSink());
    bench.execute("INSERT INTO evenkeel.tenant (slug) VALUES ('acme')");
    for (int minute : List.of(0, 5, 55, 60)) {
      insertWindow(hour.plus(Duration.ofMinutes(minute)));
    }
    insertWindow(NOW.minus(Duration.ofDays(91)));
    insertWindow(NOW.minus(Duration.ofHours(40)));

    bench.startSink();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(bench.rows("SELECT events FROM evenkeel.signal_window ORDER BY started_at"))
                .containsExactly(List.of(30L), List.of(10L), List.of(10L)));
  }

  private void send(String tenant, Instant ingest, int events, String name) {
    bench.send(Lane.LIVE, record(tenant, ingest, events, name));
  }

  private TelemetryRecord record(String tenant, Instant ingest, int count, String name) {
    List<Event> events =
        IntStream.range(0, count).mapToObj(i -> event(ingest.toEpochMilli() + i, name)).toList();
    return new TelemetryRecord(tenant, ingest.toEpochMilli(), "", List.of(block(events)));
  }

  private Event event(long time, String name) {
    MappedSignal speed = signal("speed", 50);
    return "soc".equals(name)
        ? Events.event("truck", time, seq++, List.of(speed, signal("soc", 70)), List.of())
        : Events.event(
            "truck",
            time,
            seq++,
            List.of(speed),
            List.of(new ReceivedSignal(name, new SignalValue.Numeric(70))));
  }

  private void keepRefusals(String tenant, String code, int count) {
    bench.execute(
        """
        INSERT INTO evenkeel.dead_letter (topic, partition, record_offset, event_index, tenant_no, stage, code,
          message, payload, lane)
        SELECT 'evenkeel.dead-letter', 0, i, 0, tenant_no, 'gateway', '%s', 'no time', '', 'live'
        FROM evenkeel.tenant, generate_series(1, %d) i WHERE slug = '%s'\
        """
            .formatted(code, count, tenant));
  }

  private void insertWindow(String tenant, Instant start, String kind, String name) {
    bench.execute(
        "INSERT INTO evenkeel.signal_window SELECT tenant_no, '%s', kind, name, 60 FROM evenkeel.tenant, (VALUES ('events', ''), ('%s', '%s')) v (kind, name) WHERE slug = '%s'"
            .formatted(start, kind, name, tenant));
  }

  private void insertWindow(Instant start) {
    bench.execute(
        "INSERT INTO evenkeel.signal_window SELECT tenant_no, '%s', 'events', '', 10 FROM evenkeel.tenant"
            .formatted(start));
  }

  private void awaitCounted(String tenant, String name, long events) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            bench.number(
                    "SELECT coalesce(sum(events), 0)::bigint FROM evenkeel.signal_hour WHERE tenant = '%s' AND name = '%s'"
                        .formatted(tenant, name))
                == events);
  }

  @SafeVarargs
  private void awaitFindings(List<Object>... findings) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    bench.rows(
                        "SELECT slug, kind, name FROM evenkeel.drift JOIN evenkeel.tenant USING (tenant_no) ORDER BY 1, 2, 3"))
                .containsExactly(findings));
  }

  private static double gauge(SimpleMeterRegistry metrics, String tenant, String kind) {
    Gauge gauge =
        metrics.get("evenkeel.drift.signals").tag("tenant", tenant).tag("kind", kind).gauge();
    return gauge.value();
  }
}
