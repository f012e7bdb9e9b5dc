package io.evenkeel.sink.caretaker;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.Bench;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.SinkSchema;
import io.evenkeel.sink.database.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is old enough goes, and the books know where it went. */
class RetentionIT {
  private static final Duration DAY = Duration.ofDays(1);
  // The events of the old day lie in the middle of one.
  private static final long OLD = Events.INGEST - DAY.multipliedBy(30).toMillis();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(Events.INGEST));

  private static final String BALANCE =
      "SELECT slug, (SELECT sum(stored)::bigint FROM evenkeel.book b WHERE b.tenant_no = t.tenant_no),"
          + " (SELECT count(*) FROM evenkeel.reading WHERE vehicle_id >> 40 = t.tenant_no),"
          + " (SELECT sum(expired)::bigint FROM evenkeel.removal r WHERE r.tenant_no = t.tenant_no"
          + " AND account = 'reading') FROM evenkeel.tenant t ORDER BY slug";
  private static final String MINUTES =
      "SELECT vehicle_id, minute, events, revision FROM evenkeel.vehicle_minute ORDER BY 1, 2";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Bench bench;
  private Database database;

  @BeforeEach
  void open() {
    bench = new Bench();
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
    database =
        Database.open(bench.jdbcUrl(), bench.user(), bench.password(), "retention-it", 2, "");
  }

  @AfterEach
  void close() {
    database.close();
    bench.close();
  }

  @Test
  void dropsAndBooksWholeDaysAndLeavesTheirMinutes() throws SQLException {
    bench.startSink();
    send("acme", OLD, 0, 100);
    send("beta", OLD, 0, 50);
    send("acme", Events.INGEST - 60_000, 0, 10);
    awaitMinutes();
    List<List<Object>> minutes = bench.rows(MINUTES);
    ReadingRetention retention = retention(Duration.ofDays(20));

    runToTheEnd(retention);

    assertThat(bench.rows(BALANCE))
        .containsExactly(List.of("acme", 110L, 10L, 100L), List.of("beta", 50L, 0L, 50L));
    assertThat(bench.rows("SELECT day::text FROM evenkeel.expired_day"))
        .containsExactly(List.of("2026-08-22"));

    // An event for a day that is gone is stored and booked, dropped and booked.
    send("acme", OLD + 500, 1_000, 3);
    awaitMinutes();
    runToTheEnd(retention);

    assertThat(bench.rows(BALANCE).getFirst()).isEqualTo(List.of("acme", 113L, 10L, 103L));
    assertThat(bench.rows(MINUTES)).isEqualTo(minutes);
    assertThat(registry.get("evenkeel.sink.days.expired").counter().count()).isEqualTo(2);
  }

  @Test
  void countsWhatComesWhileItCountsAndKeepsNobodyWaiting() throws SQLException {
    bench.startSink();
    send("acme", OLD, 0, 100);
    awaitMinutes();
    assertThat(retention(Duration.ZERO).run()).as("zero keeps all").isFalse();
    ReadingRetention retention = retention(Duration.ofDays(20));

    beginAndCount(retention);
    send("acme", OLD + 500, 1_000, 7);
    awaitMinutes();
    // Another process takes over and counts anew.
    retention.idle();
    beginAndCount(retention);
    send("beta", OLD, 0, 5);
    awaitMinutes();
    long rows = bench.number("SELECT count(*) FROM evenkeel.reading");

    // Minutes that wait for these rows come first.
    bench.execute(
        "INSERT INTO evenkeel.dirty_range (vehicle_id, from_minute, to_minute, reason, marked_at)"
            + " SELECT vehicle_id, minute, minute + interval '1 minute', 'late',"
            + " now() + interval '1 day' FROM evenkeel.vehicle_minute");
    assertThat(retention.run()).isFalse();
    bench.execute("DELETE FROM evenkeel.dirty_range");
    beginAndCount(retention);
    // Nor does it wait for a transaction that goes on and on.
    try (Connection writer = bench.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("DELETE FROM evenkeel.reading WHERE false");
      assertThat(retention.run()).isFalse();
      writer.rollback();
    }

    assertThat(bench.number("SELECT count(*) FROM evenkeel.removal")).isZero();
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(rows);
    assertThat(retention.run()).isTrue();
    assertThat(bench.rows(BALANCE))
        .containsExactly(List.of("acme", 107L, 0L, 107L), List.of("beta", 5L, 0L, 5L));
    assertThat(bench.number("SELECT count(*) FROM evenkeel.expiring_change")).isZero();
  }

  @Test
  void removesAndBooksOldLettersWhateverBecameOfThem() throws SQLException {
    bench.execute("INSERT INTO evenkeel.tenant (slug) VALUES ('acme')");
    letters("gateway", "held", 91, 1, 1_500);
    letters("gateway", "discarded", 91, 1, 1);
    letters("sink", "replayed", 95, 7, 2);
    letters("connect", "held", 91, 1, 1);
    letters("processor", "replaying", 95, 1, 1);
    letters("gateway", "held", 89, 1, 4);
    var retention = new DeadLetterRetention(database, Duration.ofDays(90), CLOCK, registry);

    assertThat(retention.run()).isTrue();
    assertThat(retention.run()).isFalse();

    assertThat(
            bench.rows("SELECT account, day::text, expired FROM evenkeel.removal ORDER BY account"))
        .containsExactly(
            List.of("connect", "2026-06-22", 1L),
            List.of("gateway", "2026-06-22", 1_501L),
            List.of("sink", "2026-06-18", 14L));
    assertThat(bench.rows("SELECT state, count(*) FROM evenkeel.dead_letter GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("held", 4L), List.of("replaying", 1L));
  }

  @Test
  void showsHowManyLettersAreHeldAndForHowLong() throws SQLException {
    bench.execute("INSERT INTO evenkeel.tenant (slug) VALUES ('acme')");
    letters("gateway", "held", 2, 1, 3);
    letters("gateway", "discarded", 5, 1, 3);
    var held = new HeldLettersChore(database, registry);

    held.run();
    assertThat(gauge("evenkeel.dead.letters.held")).isEqualTo(3);
    assertThat(gauge("evenkeel.dead.letters.oldest.age"))
        .isGreaterThanOrEqualTo(DAY.multipliedBy(2).toSeconds());

    held.idle();
    assertThat(registry.find("evenkeel.dead.letters.held").gauges()).isEmpty();
  }

  private double gauge(String name) {
    return registry.get(name).tag("stage", "gateway").gauge().value();
  }

  private static void beginAndCount(ReadingRetention retention) throws SQLException {
    assertThat(retention.run()).isTrue();
    assertThat(retention.run()).isTrue();
  }

  private static void runToTheEnd(ReadingRetention retention) throws SQLException {
    while (retention.run()) {
      // One step at a time.
    }
  }

  private ReadingRetention retention(Duration ageMax) {
    return new ReadingRetention(database, ageMax, CLOCK, registry);
  }

  private void send(String tenant, long timeMillis, long seq, int events) {
    bench.send(Lane.BACKFILL, record(tenant, "history", drive("truck", timeMillis, seq, events)));
  }

  private void awaitMinutes() {
    bench.awaitStored(Lane.BACKFILL);
    bench.awaitCleanMinutes();
  }

  private void letters(String stage, String state, int ageDays, int events, int count) {
    bench.execute(
        ("INSERT INTO evenkeel.dead_letter (topic, partition, record_offset, event_index, tenant_no,"
                + " stage, code, message, payload, state, events, kept_at)"
                + " SELECT '%s-%s-%d', 0, n, -1, 1, '%s', 'x', '', '', '%s', %d,"
                + " to_timestamp(%d) - interval '%d days' FROM generate_series(1, %d) n")
            .formatted(
                stage, state, ageDays, stage, state, events, Events.INGEST / 1000, ageDays, count));
  }
}
