package io.evenkeel.sink;

import static io.evenkeel.sink.Events.drive;
import static io.evenkeel.sink.Events.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that fails in whatever way delays, and neither loses nor doubles. */
class OutageIT {
  private static final long TIME = Events.INGEST - 3_600_000;
  private static final int RECORD_EVENTS = 250;

  private Bench bench;
  private FlakyProxy proxy;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void open() throws IOException {
    bench = new Bench();
    proxy = new FlakyProxy(bench.jdbcUrl());
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
  }

  @AfterEach
  void close() throws IOException {
    proxy.mend();
    bench.close();
    proxy.close();
  }

  @Test
  void goesOnAfterTheDatabaseWasAwayAndHoldsNoMoreThanItsBuffers() {
    int records = 400;
    Sink sink = bench.startSink(config(), registry);
    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME, 0, 10)));
    bench.awaitStored(Lane.LIVE);

    proxy.cut();
    sendDrive(records);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(gauge("evenkeel.sink.paused")).isPositive());
    double most = gauge("evenkeel.sink.buffer.rows.capacity") + pollRows();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> gauge("evenkeel.sink.buffer.rows") <= most);
    assertThat(sink.isRunning()).isTrue();
    assertThat(gauge("evenkeel.sink.lag.seconds")).isPositive();
    proxy.mend();

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce(10 + records * RECORD_EVENTS);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          assertThat(gauge("evenkeel.sink.paused")).isZero();
          assertThat(gauge("evenkeel.sink.buffer.rows")).isZero();
          assertThat(gauge("evenkeel.sink.backlog.records")).isZero();
        });
  }

  @Test
  void pausesWhenItsBufferIsFullAndResumes() throws Exception {
    int records = 100;
    bench.startSink(
        config().withBatch(new BatchLimits(100, 100, Duration.ZERO, 1_000, 1 << 20)), registry);
    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME, 0, 10)));
    bench.awaitStored(Lane.LIVE);

    try (var connection = bench.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // The writers wait for this lock, inside their transactions.
      statement.execute("LOCK TABLE evenkeel.book IN EXCLUSIVE MODE");
      sendDrive(records);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(gauge("evenkeel.sink.paused")).isPositive());
      connection.rollback();
    }

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce(10 + records * RECORD_EVENTS);
  }

  @Test
  void storesOnceWhenTheAnswerToACommitIsLost() {
    bench.startSink(config(), registry);
    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME, 0, 10)));
    bench.awaitStored(Lane.LIVE);

    proxy.loseCommits(5);
    sendDrive(40);
    bench.awaitStored(Lane.LIVE);

    await().atMost(Duration.ofSeconds(30)).until(() -> rowsStoredByMeter() == 10 + 40 * 250);
    assertThat(proxy.commitsToLose()).isZero();
    assertStoredOnce(10 + 40 * RECORD_EVENTS);
    assertThat(registry.get("evenkeel.sink.rows.duplicate").tag("lane", "live").counter().count())
        .isZero();
  }

  @Test
  void storesOnceWhenConnectionsBreakAgainAndAgain() {
    bench.startSink(config(), registry);
    for (int i = 0; i < 60; i++) {
      bench.send(
          Lane.LIVE,
          record(
              "acme",
              "",
              drive(
                  "truck",
                  TIME + i * 1000L * RECORD_EVENTS,
                  (long) i * RECORD_EVENTS,
                  RECORD_EVENTS)));
      if (i % 6 == 0) {
        bench.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name LIKE 'evenkeel-sink-%'");
      }
    }

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce(60 * RECORD_EVENTS);
  }

  @Test
  void startsWhileTheDatabaseIsAway() {
    proxy.cut();
    Sink sink = bench.startSink(config(), registry);
    sendDrive(2);
    assertThat(sink.isRunning()).isTrue();

    proxy.mend();

    bench.awaitStored(Lane.LIVE);
    assertStoredOnce(2 * RECORD_EVENTS);
  }

  @Test
  void makesAPartitionAgainThatWasDroppedUnderIt() {
    bench.startSink(config(), registry);
    sendDrive(1);
    bench.awaitStored(Lane.LIVE);
    bench
        .rows(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
                + " WHERE inhparent = 'evenkeel.reading'::regclass")
        .forEach(row -> bench.execute("DROP TABLE " + row.getFirst()));

    bench.send(Lane.LIVE, record("acme", "", drive("truck", TIME, 100_000, 20)));

    bench.awaitStored(Lane.LIVE);
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(20);
  }

  private SinkConfig config() {
    SinkConfig direct = bench.config();
    return SinkConfig.of(
            direct.bootstrapServers(), proxy.jdbcUrl(), direct.user(), direct.password())
        .withBatch(direct.batch())
        .withMigrate(false);
  }

  private void sendDrive(int records) {
    for (int i = 0; i < records; i++) {
      long seq = 10 + (long) i * RECORD_EVENTS;
      bench.send(
          Lane.LIVE, record("acme", "", drive("truck", TIME + seq * 1000, seq, RECORD_EVENTS)));
    }
  }

  private void assertStoredOnce(int events) {
    assertThat(bench.number("SELECT count(*) FROM evenkeel.reading")).isEqualTo(events);
    assertThat(
            bench.rows(
                "SELECT sum(events_in)::bigint, sum(stored)::bigint, sum(duplicate_sink)::bigint"
                    + " FROM evenkeel.book"))
        .containsExactly(List.of((long) events, (long) events, 0L));
  }

  private static double pollRows() {
    return 200.0 * RECORD_EVENTS;
  }

  private double rowsStoredByMeter() {
    return registry.get("evenkeel.sink.rows.stored").tag("lane", "live").counter().count();
  }

  private double gauge(String name) {
    return registry.get(name).tag("lane", "live").gauge().value();
  }
}
