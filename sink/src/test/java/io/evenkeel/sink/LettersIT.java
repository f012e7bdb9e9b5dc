package io.evenkeel.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other stages write to the dead-letter topic is kept once, whatever it is. */
class LettersIT {
  private static final String REFUSED =
      "SELECT slug, lane, job, code, day::text, events FROM evenkeel.refusal"
          + " JOIN evenkeel.tenant USING (tenant_no) ORDER BY code";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
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
  void keepsLettersOfEveryStageWithWhatTheirHeadersSay() {
    bench.send(refusal(0, "signal-out-of-range", "{\"speed\":1e9}"));
    bench.send(refusal(1, "signal-out-of-range", "{\"speed\":2e9}"));
    bench.send(letter(2, "acme", new byte[] {0x1f, 0}, gateway("broken-compression")));
    bench.send(
        letter(
            3,
            "beta",
            new byte[] {1, 2},
            Map.of(
                RecordHeaders.ERROR_STAGE, "processor",
                RecordHeaders.ERROR_CODE, "malformed-record",
                RecordHeaders.ERROR_TOPIC, "evenkeel.telemetry.live",
                RecordHeaders.ERROR_PARTITION, "3",
                RecordHeaders.ERROR_OFFSET, "77",
                RecordHeaders.FORMAT, "1")));
    bench.send(letter(0, null, null, Map.of("__connect.errors.exception.message", "no\0field")));
    bench.send(letter(0, "be\0ta", new byte[0], Map.of("a\0b", "c\0d")));

    bench.startSink(bench.config(), registry);
    awaitLetters(6);

    assertThat(
            bench.rows(
                "SELECT slug, stage, code, event_index, events, vehicle, lane, source_offset,"
                    + " headers::text, convert_from(record_key, 'UTF8')"
                    + " FROM evenkeel.dead_letter JOIN evenkeel.tenant USING (tenant_no)"
                    + " WHERE slug <> '?' ORDER BY stage, code, payload"))
        .containsExactly(
            row("acme", "gateway", "broken-compression", -1, 1, null, null, null, "{}", "acme"),
            row(
                "acme",
                "gateway",
                "signal-out-of-range",
                4,
                1,
                "truck",
                "live",
                null,
                "{}",
                "acme"),
            row(
                "acme",
                "gateway",
                "signal-out-of-range",
                4,
                1,
                "truck",
                "live",
                null,
                "{}",
                "acme"),
            row(
                "beta",
                "processor",
                "malformed-record",
                -1,
                1,
                null,
                "live",
                77L,
                "{\"evenkeel.format\": \"1\"}",
                "beta"));
    assertThat(
            bench.rows(
                "SELECT stage, code, message, headers::text FROM evenkeel.dead_letter"
                    + " JOIN evenkeel.tenant USING (tenant_no) WHERE slug = '?' ORDER BY stage"))
        .containsExactly(
            row("connect", "connect-error", "no\uFFFDfield", "{}"),
            row(
                "unknown",
                "unlabelled",
                "No header says what is wrong",
                "{\"a\uFFFDb;base64\": \"YwBk\"}"));
    assertThat(bench.number("SELECT count(*) FROM evenkeel.dead_letter WHERE payload = '\\x1f00'"))
        .isEqualTo(1);
    assertThat(bench.rows(REFUSED))
        .containsExactly(
            List.of("acme", "", "", "broken-compression", "2026-09-21", 1L),
            List.of("acme", "live", "", "signal-out-of-range", "2026-09-21", 2L));
    assertThat(
            registry
                .get("evenkeel.sink.dead.letters.kept")
                .tags("stage", "gateway", "code", "signal-out-of-range")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void keepsAndBooksEachLetterOnceWhileConnectionsBreakAndOwnersChange() {
    Sink first = bench.startSink();
    for (int i = 0; i < 160; i++) {
      bench.send(refusal(i % Bench.PARTITIONS, "time-missing", "{\"n\":" + i + "}"));
      if (i % 30 == 20) {
        bench.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name = 'evenkeel-sink-dead-letters'");
      }
      if (i == 60) {
        bench.execute("UPDATE evenkeel.sink_position SET epoch = epoch + 1");
        bench.startSink();
      }
      if (i == 120) {
        bench.stop(first);
      }
    }

    awaitLetters(160);

    assertThat(bench.number("SELECT count(DISTINCT payload) FROM evenkeel.dead_letter"))
        .isEqualTo(160);
    assertThat(bench.number("SELECT sum(events) FROM evenkeel.refusal")).isEqualTo(160);
  }

  @Test
  void waitsForADatabaseThatRefusesALetterAndSkipsNothing() {
    SinkSchema.migrate(bench.jdbcUrl(), bench.user(), bench.password());
    bench.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION USING ERRCODE = ''22023''; END'");
    bench.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON evenkeel.dead_letter"
            + " FOR EACH ROW WHEN (NEW.code = 'no-signals') EXECUTE FUNCTION refuse()");
    bench.send(refusal(0, "no-signals", "{}"));
    bench.send(refusal(0, "time-missing", "{}"));
    Sink sink = bench.startSink(bench.config(), registry);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> backlog() >= 2 && bench.positions(Topics.DEAD_LETTER).size() == 4);

    assertThat(bench.positions(Topics.DEAD_LETTER)).containsEntry(0, 0L);
    assertThat(sink.isRunning()).isTrue();
    bench.execute("DROP TRIGGER refuse ON evenkeel.dead_letter");

    awaitLetters(2);
  }

  private double backlog() {
    return registry.get("evenkeel.sink.dead.letters.backlog").gauge().value();
  }

  private void awaitLetters(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> bench.number("SELECT count(*) FROM evenkeel.dead_letter") >= count);
    assertThat(bench.number("SELECT count(*) FROM evenkeel.dead_letter")).isEqualTo(count);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static ProducerRecord<byte[], byte[]> refusal(int partition, String code, String body) {
    ProducerRecord<byte[], byte[]> record = letter(partition, "acme", bytes(body), gateway(code));
    record.headers().add(RecordHeaders.ERROR_INDEX, bytes("4"));
    record.headers().add(RecordHeaders.VEHICLE, bytes("truck"));
    record.headers().add(RecordHeaders.LANE, bytes("live"));
    return record;
  }

  private static Map<String, String> gateway(String code) {
    return Map.of(
        RecordHeaders.ERROR_STAGE,
        "gateway",
        RecordHeaders.ERROR_CODE,
        code,
        RecordHeaders.RECEIVED_AT,
        Long.toString(Events.INGEST));
  }

  private static ProducerRecord<byte[], byte[]> letter(
      int partition, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.DEAD_LETTER, partition, key == null ? null : bytes(key), value);
    headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
