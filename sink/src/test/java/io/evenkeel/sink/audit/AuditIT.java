package io.evenkeel.sink.audit;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.signal;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.minute.MinuteAccumulator;
import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.CaretakerConfig;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.Sink;
import io.evenkeel.sink.audit.AuditReport.LaneAccount;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The audit balances while events come in, and finds and names whatever is taken away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {
  // Tests without an order stand in the middle.
  private static final int LAST = Integer.MAX_VALUE - 10;
  private static final long MINUTE = VehicleMinute.minuteOf(Events.INGEST) - 60;
  private static final long START = VehicleMinute.startMillis(MINUTE);

  private final Deque<Runnable> repairs = new ArrayDeque<>();
  private Bench bench;
  private KafkaProducer<byte[], byte[]> gateway;
  private Audit audit;

  @BeforeAll
  void fill() {
    bench = new Bench();
    gateway =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bench.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    audit =
        Audit.of(
            bench.bootstrapServers(),
            bench.jdbcUrl() + "?user=" + bench.user() + "&password=" + bench.password());
    Sink sink = bench.startSink();
    TelemetryRecord truck = record("acme", "", drive("truck", START, 0, 180));
    bench.sendMinutes("acme", "truck", accept(Lane.LIVE, truck), minutes(truck));
    accept(Lane.LIVE, record("acme", "", drive("van", START, 0, 150)));
    accept(Lane.BACKFILL, record("beta", "history", drive("bus", START - 86_400_000, 0, 100)));
    acceptWithRepeat(record("acme", speed("truck", START + 200_000, 500, 50)));
    accept(
        Lane.LIVE,
        record(
            "acme",
            speed("van", START + 200_000, 600, 40),
            event("van", START + 200_001, 601, List.of(signal("evse_id", "a\0b")), List.of())));
    acceptPoison("acme");
    refuse("acme", 3);
    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);
    bench.awaitMinutesRead();
    bench.awaitCleanMinutes();
    bench.stop(sink);
  }

  @AfterAll
  void close() {
    audit.close();
    gateway.close();
    bench.close();
  }

  @AfterEach
  void balancesAgainWhenRepaired() throws Exception {
    if (!repairs.isEmpty()) {
      repairs.forEach(Runnable::run);
      repairs.clear();
      assertThat(names(run())).isEmpty();
    }
  }

  @Test
  void accountsForEveryEvent() throws Exception {
    AuditReport report = run();

    assertThat(names(report)).isEmpty();
    assertThat(report.balanced()).isTrue();
    assertThat(report.notes()).isEmpty();
    assertThat(tenant(report, "acme").lanes())
        .containsExactly(new LaneAccount("live", "", 334, 331, 1, 2, 0));
    assertThat(tenant(report, "beta").lanes())
        .containsExactly(new LaneAccount("backfill", "history", 100, 100, 0, 0, 0));
    assertThat(tenant(report, "acme").present()).isEqualTo(331);
    assertThat(tenant(report, "acme").refused()).isEqualTo(3);
    assertThat(report.events()).isEqualTo(434);
  }

  @Test
  void namesTheTenantOfARowThatIsGone() throws Exception {
    sabotage(
        "reading",
        "(vehicle_id, event_time) = (SELECT vehicle_id, min(event_time) FROM evenkeel.reading"
            + " JOIN evenkeel.vehicle USING (vehicle_id) WHERE name = 'truck' GROUP BY 1)");

    assertFindings("acme * * * rows 1", "acme * * * minutes 1");
  }

  @Test
  void namesTheAccountOfABookEntryThatIsGone() throws Exception {
    sabotage("book", "tenant_no = (SELECT tenant_no FROM evenkeel.tenant WHERE slug = 'beta')");

    int partition = Bench.partition(record("beta", speed("bus", START, 1, 1)));
    assertFindings("beta backfill history " + partition + " log 100", "beta * * * rows 100");
  }

  @Test
  void findsAChangedColumnOfAMinute() throws Exception {
    change("vehicle_minute", "speed_max = speed_max + 0.1", minuteIs(MINUTE + 1));

    AuditReport report = run();

    assertThat(names(report)).containsExactly("acme * * * minutes 1");
    assertThat(report.findings().getFirst().message()).contains("speed_max");
  }

  @Test
  void findsAMinuteThatIsGoneAndOneWithoutRows() throws Exception {
    sabotage("vehicle_minute", minuteIs(MINUTE));
    bench.execute(
        "INSERT INTO evenkeel.vehicle_minute (vehicle_id, minute, events)"
            + " SELECT vehicle_id, '2020-01-01 00:00Z', 1 FROM evenkeel.vehicle WHERE name = 'bus'");
    repairs.push(() ->
        bench.execute("DELETE FROM evenkeel.vehicle_minute WHERE minute = '2020-01-01 00:00Z'"));

    assertFindings("acme * * * minutes 1", "beta * * * minutes 1");
  }

  @Test
  void doesNotExpectMinutesThatMayBeOpenOrAreMarked() throws Exception {
    assertThat(
            bench.number(
                "SELECT count(*) FROM evenkeel.vehicle_minute JOIN evenkeel.vehicle USING (vehicle_id)"
                    + " WHERE name = 'van'"))
        .isLessThan(3);
    sabotage("vehicle_minute", minuteIs(MINUTE));
    bench.execute(
        "INSERT INTO evenkeel.dirty_range (vehicle_id, from_minute, to_minute, reason)"
            + " SELECT vehicle_id, to_timestamp(%d), to_timestamp(%d), 'test' FROM evenkeel.vehicle WHERE name = 'truck'"
                .formatted(MINUTE * 60, (MINUTE + 1) * 60));
    repairs.push(() -> bench.execute("DELETE FROM evenkeel.dirty_range"));

    assertThat(names(run())).isEmpty();
  }

  @Test
  void namesThePartitionOfARewoundPosition() throws Exception {
    int partition = Bench.partition(record("beta", speed("bus", START, 1, 1)));
    change(
        "sink_position",
        "next_offset = 0",
        "topic = 'evenkeel.clean.backfill' AND partition = " + partition);

    assertFindings("beta backfill history " + partition + " position 100");
  }

  @Test
  void findsAPositionThatWasRewoundInBothTopics() throws Exception {
    int partition = Bench.partition(record("beta", speed("bus", START, 1, 1)));
    change(
        "sink_position",
        "next_offset = 0, next_source_offset = 0",
        "topic = 'evenkeel.clean.backfill' AND partition = " + partition);

    assertFindings("beta backfill history " + partition + " log 100");
  }

  @Test
  void findsAPositionThatSkipsRecords() throws Exception {
    int partition = Bench.partition(record("acme", speed("truck", START, 1, 1)));
    change(
        "sink_position",
        "next_source_offset = next_source_offset - 1",
        "topic = 'evenkeel.clean.live' AND partition = " + partition);

    assertThat(names(run()))
        .contains("* live * " + partition + " position 1")
        .anyMatch(name -> name.matches("acme live  %d log \\d+".formatted(partition)));
  }

  @Test
  void findsADeadLetterThatIsGone() throws Exception {
    sabotage("dead_letter", "stage = 'sink'");
    sabotage("dead_letter", "stage = 'gateway'");

    assertFindings("acme * * * dead-letters 1", "acme * * * dead-letters 3");
  }

  @Test
  void countsTheLogByItselfAndGoesOnWhereItWas() throws Exception {
    run();
    assertThat(bench.number("SELECT sum(events) FROM evenkeel.log_count")).isEqualTo(434);

    bench.execute("UPDATE evenkeel.log_count SET events = events + 7 WHERE tenant = 'beta'");
    int partition = Bench.partition(record("beta", speed("bus", START, 1, 1)));
    assertFindings("beta backfill history " + partition + " log 7");

    repairs.push(
        () -> bench.execute("DELETE FROM evenkeel.log_count; DELETE FROM evenkeel.log_position"));
  }

  @Test
  @Order(LAST + 2)
  void balancesWhileEventsComeIn() throws Exception {
    Sink sink = bench.startSink();
    AtomicBoolean going = new AtomicBoolean(true);
    CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> traffic(going));
    List<AuditReport> reports = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      reports.add(run());
    }
    going.set(false);
    traffic.join();
    bench.awaitStored(Lane.LIVE);
    bench.awaitStored(Lane.BACKFILL);
    bench.awaitMinutesRead();
    bench.awaitCleanMinutes();
    bench.stop(sink);
    reports.add(run());

    assertThat(reports.stream().flatMap(report -> names(report).stream()).distinct()).isEmpty();
    assertThat(reports.getLast().events()).isGreaterThan(reports.getFirst().events());
    assertThat(reports.getLast().tenants())
        .allSatisfy(tenant ->
            assertThat(tenant.lanes()).allSatisfy(lane -> assertThat(lane.inFlight()).isZero()));
  }

  @Test
  @Order(LAST + 3)
  void auditsAllTheTimeInTheCaretaker() throws Exception {
    MeterRegistry metrics = new SimpleMeterRegistry();
    Sink sink =
        bench.startSink(
            bench
                .config()
                .withCaretaking(CaretakerConfig.DEFAULT.withAuditEvery(Duration.ofMillis(50))),
            metrics);
    awaitGauge(metrics, "evenkeel.audit.balanced", "", 1);

    sabotage("dead_letter", "stage = 'sink'");
    awaitGauge(metrics, "evenkeel.audit.balanced", "", 0);
    awaitGauge(metrics, "evenkeel.audit.imbalance.events", "dead-letters", 1);

    balancesAgainWhenRepaired();
    awaitGauge(metrics, "evenkeel.audit.balanced", "", 1);
    assertThat(metrics.get("evenkeel.audit.age").gauge().value()).isNotNegative();
    bench.stop(sink);
    assertThat(metrics.get("evenkeel.audit.balanced").gauge().value()).isNaN();
  }

  @Test
  @Order(LAST + 4)
  void countsWhatIsInFlightWhileTheSinkIsStopped() throws Exception {
    accept(Lane.BACKFILL, record("gamma", "late", drive("tram", START, 0, 20)));

    AuditReport report = run();

    assertThat(names(report)).isEmpty();
    assertThat(tenant(report, "gamma").lanes())
        .containsExactly(new LaneAccount("backfill", "late", 20, 0, 0, 0, 20));
  }

  @Test
  @Order(LAST + 5)
  void namesTheEventsOfACleanRecordThatIsGone() throws Exception {
    TelemetryRecord lost = record("gamma", "late", drive("tram", START, 100, 30));
    int partition = Bench.partition(lost);
    accept(Lane.BACKFILL, lost);
    accept(Lane.BACKFILL, record("gamma", "late", drive("tram", START, 200, 10)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bench.bootstrapServers()))) {
      TopicPartition clean = new TopicPartition(Topics.clean(Lane.BACKFILL), partition);
      long position = bench.positions(Topics.clean(Lane.BACKFILL)).getOrDefault(partition, 0L);
      // The record of 20 events and its marker, then this one.
      admin.deleteRecords(Map.of(clean, RecordsToDelete.beforeOffset(position + 3))).all().get();
    }

    assertFindings("gamma backfill late " + partition + " clean-topic 50");
  }

  private static void awaitGauge(MeterRegistry metrics, String name, String check, double value) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            metrics
                .find(name)
                .tags(check.isEmpty() ? Tags.empty() : Tags.of("check", check))
                .gauges()
                .stream()
                .anyMatch(gauge -> gauge.value() == value));
  }

  private AuditReport run() throws Exception {
    return audit.run(AuditOptions.EVERYTHING);
  }

  private void assertFindings(String... expected) throws Exception {
    AuditReport report = run();
    assertThat(names(report)).containsExactlyInAnyOrder(expected);
    assertThat(report.balanced()).isFalse();
  }

  private static String minuteIs(long minute) {
    return "minute = to_timestamp(" + minute * 60 + ")";
  }

  private static List<String> names(AuditReport report) {
    return report.findings().stream().map(AuditIT::name).toList();
  }

  private static String name(Finding finding) {
    return "%s %s %s %s %s %d"
        .formatted(
            finding.tenant(),
            finding.lane().isEmpty() ? "*" : finding.lane(),
            finding.lane().equals("live") && !finding.tenant().equals("*")
                ? ""
                : finding.job().isEmpty() ? "*" : finding.job(),
            finding.partition() == null ? "*" : finding.partition().toString(),
            finding.check().id(),
            finding.amount());
  }

  private static AuditReport.TenantAccounts tenant(AuditReport report, String slug) {
    return report.tenants().stream().filter(t -> t.tenant().equals(slug)).findAny().orElseThrow();
  }

  /** Takes rows away. */
  private void sabotage(String table, String where) {
    String kept = keep(table, where);
    bench.execute("DELETE FROM evenkeel." + table + " WHERE " + where);
    repairs.push(() -> bench.execute(restore(table, kept)));
  }

  /** Changes rows. */
  private void change(String table, String change, String where) {
    String kept = keep(table, where);
    bench.execute("UPDATE evenkeel." + table + " SET " + change + " WHERE " + where);
    repairs.push(() -> {
      bench.execute("DELETE FROM evenkeel." + table + " WHERE " + where);
      bench.execute(restore(table, kept));
    });
  }

  private String restore(String table, String kept) {
    Object columns =
        bench
            .rows(
                "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
                    + " WHERE table_schema = 'evenkeel' AND is_generated = 'NEVER' AND table_name = '"
                    + table
                    + "'")
            .getFirst()
            .getFirst();
    return "INSERT INTO evenkeel.%1$s (%3$s) OVERRIDING SYSTEM VALUE SELECT %3$s FROM %2$s; DROP TABLE %2$s"
        .formatted(table, kept, columns);
  }

  private String keep(String table, String where) {
    String kept = "kept_" + Long.toUnsignedString(System.nanoTime());
    bench.execute(
        "CREATE TABLE " + kept + " AS SELECT * FROM evenkeel." + table + " WHERE " + where);
    assertThat(bench.number("SELECT count(*) FROM " + kept)).isPositive();
    return kept;
  }

  /** Live drives with their minutes, repeats and late rows, and history into the same minutes. */
  private void traffic(AtomicBoolean going) {
    for (int i = 0; going.get(); i++) {
      String vehicle = "t" + i % 5;
      long from = START + 600_000 + i / 5 * 60_000L;
      TelemetryRecord minute = record("acme", "", drive(vehicle, from, i * 100L, 60));
      accept(Lane.BACKFILL, record("acme", "again", drive(vehicle, from, i * 100L + 30, 60)));
      long source = accept(Lane.LIVE, minute);
      // Rows of a minute that is still open, after the history has made it once.
      TelemetryRecord more = record("acme", speed(vehicle, from + 500, i * 100L + 99, 7));
      source = accept(Lane.LIVE, more);
      bench.sendMinutes("acme", vehicle, source, minutes(minute, more));
      acceptLate(record("acme", speed(vehicle, from + 700, i * 100L + 98, 9)));
      acceptWithRepeat(minute);
    }
  }

  private long accept(Lane lane, TelemetryRecord record) {
    produce(lane, Bench.partition(record), record.tenant(), record.toBytes());
    return bench.send(lane, record);
  }

  private void acceptLate(TelemetryRecord record) {
    produce(Lane.LIVE, Bench.partition(record), record.tenant(), record.toBytes());
    long minute = VehicleMinute.minuteOf(record.blocks().getFirst().timeMillis(0));
    bench.send(Lane.LIVE, record, List.of(new CleanSummary.LateMinutes(0, List.of(minute))));
  }

  /** A record of which the processor drops everything once more. */
  private void acceptWithRepeat(TelemetryRecord record) {
    int partition = Bench.partition(record);
    produce(Lane.LIVE, partition, record.tenant(), record.toBytes());
    long source = bench.nextSource(Lane.LIVE, partition);
    int events = record.events();
    var summary = new CleanSummary(partition, source, events, 0, events, 0, List.of());
    var empty = new TelemetryRecord(record.tenant(), Events.INGEST, "", List.of());
    bench.send(Lane.LIVE, partition, record.tenant(), empty.toBytes(), summary);
  }

  private void acceptPoison(String tenant) {
    produce(Lane.LIVE, 2, tenant, new byte[] {1, 2, 3});
    long source = bench.nextSource(Lane.LIVE, 2);
    var summary = new CleanSummary(2, source, 1, 0, 0, 1, List.of());
    var empty = new TelemetryRecord(tenant, Events.INGEST, "", List.of());
    var letter = new ProducerRecord<>(Topics.DEAD_LETTER, 2, bytes(tenant), new byte[] {1, 2, 3});
    letter
        .headers()
        .add(RecordHeaders.ERROR_STAGE, bytes("processor"))
        .add(RecordHeaders.ERROR_CODE, bytes("malformed-record"))
        .add(RecordHeaders.ERROR_MESSAGE, bytes("The value cannot be read"))
        .add(RecordHeaders.ERROR_TOPIC, bytes(Topics.telemetry(Lane.LIVE)))
        .add(RecordHeaders.ERROR_PARTITION, bytes("2"))
        .add(RecordHeaders.ERROR_OFFSET, bytes(Long.toString(source)))
        .add(RecordHeaders.ERROR_FIRST_FAILED_AT, bytes("1790000000000"))
        .add(RecordHeaders.ERROR_ATTEMPTS, bytes("1"));
    send(letter);
    bench.send(Lane.LIVE, 2, tenant, empty.toBytes(), summary);
  }

  private void refuse(String tenant, int events) {
    bench.execute(
        "INSERT INTO evenkeel.tenant (slug) VALUES ('%s') ON CONFLICT DO NOTHING"
            .formatted(tenant));
    String no = "(SELECT tenant_no FROM evenkeel.tenant WHERE slug = '" + tenant + "')";
    bench.execute(
        "INSERT INTO evenkeel.refusal VALUES (%s, 'live', '', 'malformed-event', '2026-01-01', %d)"
            .formatted(no, events));
    bench.execute(
        "INSERT INTO evenkeel.dead_letter (topic, partition, record_offset, event_index, events, tenant_no, stage, code, message, payload) VALUES ('by hand', 0, 0, 0, %d, %s, 'gateway', 'malformed-event', '', '')"
            .formatted(events, no));
  }

  private void produce(Lane lane, int partition, String tenant, byte[] value) {
    var record = new ProducerRecord<>(Topics.telemetry(lane), partition, bytes(tenant), value);
    record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    send(record);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      gateway.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<VehicleMinute> minutes(TelemetryRecord... records) {
    Map<Long, MinuteAccumulator> minutes = new TreeMap<>();
    for (TelemetryRecord record : records) {
      VehicleBlock block = record.blocks().getFirst();
      for (int e = 0; e < block.size(); e++) {
        BitSet one = new BitSet();
        one.set(e);
        minutes
            .computeIfAbsent(
                VehicleMinute.minuteOf(block.timeMillis(e)),
                m -> new MinuteAccumulator(SignalCatalogue.standard(), m))
            .add(block, one);
      }
    }
    return minutes.values().stream().map(MinuteAccumulator::toMinute).toList();
  }
}
