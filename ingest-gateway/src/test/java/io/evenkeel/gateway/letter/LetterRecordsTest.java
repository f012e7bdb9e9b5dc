package io.evenkeel.gateway.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.decode.Original;
import io.evenkeel.gateway.decode.RejectedEvent;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.VehiclePartition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterRecordsTest {
  private static final LetterOrigin LIVE = new LetterOrigin("acme", Lane.LIVE, "", 1_700);
  private static final SentBody BODY =
      new SentBody(bytes("..{\"a\":1}.."), "application/x-ndjson", "gzip");

  @Test
  void eventIsItsBytesAndEverythingElseIsHeaders() {
    ProducerRecord<byte[], byte[]> record = of(event("ts", "v-1"), LIVE);

    assertThat(record.topic()).isEqualTo("evenkeel.dead-letter");
    assertThat(text(record.key())).isEqualTo("acme");
    assertThat(text(record.value())).isEqualTo("{\"a\":1}");
    assertThat(record.partition()).isEqualTo(VehiclePartition.of("acme", "v-1", 12));
    assertThat(headers(record))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("evenkeel.error.stage", "gateway"),
                Map.entry("evenkeel.error.code", "unknown-member"),
                Map.entry("evenkeel.error.message", "No such member."),
                Map.entry("evenkeel.error.name", "ts"),
                Map.entry("evenkeel.error.index", "7"),
                Map.entry("evenkeel.error.first-failed-at", "1700"),
                Map.entry("evenkeel.error.attempts", "1"),
                Map.entry("evenkeel.lane", "live"),
                Map.entry("evenkeel.vehicle", "v-1"),
                Map.entry("evenkeel.received-at", "1700"),
                Map.entry("content-type", "application/json")));
  }

  @Test
  void bodyIsAsSentWithWhatItsHeadersSaid() {
    LetterOrigin backfill = new LetterOrigin("acme", Lane.BACKFILL, "job-1", 5);
    Problem problem = Problem.of(ErrorCode.MALFORMED_BATCH, "No batch.");

    ProducerRecord<byte[], byte[]> record =
        LetterRecords.of(DeadLetter.ofBody(backfill, problem, BODY), 12);

    assertThat(record.value()).isEqualTo(BODY.bytes());
    assertThat(record.partition()).isNull();
    assertThat(headers(record))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("evenkeel.error.stage", "gateway"),
                Map.entry("evenkeel.error.code", "malformed-batch"),
                Map.entry("evenkeel.error.message", "No batch."),
                Map.entry("evenkeel.error.first-failed-at", "5"),
                Map.entry("evenkeel.error.attempts", "1"),
                Map.entry("evenkeel.lane", "backfill"),
                Map.entry("evenkeel.job", "job-1"),
                Map.entry("evenkeel.received-at", "5"),
                Map.entry("content-type", "application/x-ndjson"),
                Map.entry("content-encoding", "gzip")));
  }

  @Test
  void vehicleThatIsTooLongIsLeftOut() {
    ProducerRecord<byte[], byte[]> longest = of(event(null, "ü".repeat(64)), LIVE);
    ProducerRecord<byte[], byte[]> tooLong = of(event(null, "ü".repeat(65)), LIVE);

    assertThat(headers(longest)).containsEntry("evenkeel.vehicle", "ü".repeat(64));
    assertThat(headers(tooLong)).doesNotContainKeys("evenkeel.vehicle", "evenkeel.error.name");
    assertThat(tooLong.partition()).isNull();
  }

  @Test
  void vehicleWithoutUtf8FormIsLeftOut() {
    ProducerRecord<byte[], byte[]> record = of(event(null, "v\ud800"), LIVE);

    assertThat(headers(record)).doesNotContainKey("evenkeel.vehicle");
    assertThat(record.partition()).isNull();
  }

  @Test
  void identityIsNoCompression() {
    SentBody plain = new SentBody(bytes("oops"), null, "Identity");
    Problem problem = Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "No.");

    assertThat(headers(LetterRecords.of(DeadLetter.ofBody(LIVE, problem, plain), 12)))
        .doesNotContainKeys("content-encoding", "content-type");
  }

  @Test
  void namesFromOutsideAreCut() {
    LetterOrigin origin = new LetterOrigin("acme", Lane.BACKFILL, "j".repeat(2_000), 5);

    Map<String, String> headers = headers(of(event("🚗".repeat(2_000), "v"), origin));

    assertThat(headers).containsEntry("evenkeel.error.name", "🚗".repeat(128));
    assertThat(headers).containsEntry("evenkeel.job", "j".repeat(64));
  }

  @Test
  void eventThatIsTooLargeByItselfIsKeptAsTheBodyInWhichItCame() {
    byte[] inflated = new byte[DeadLetter.CONTENT_BYTES_MAX + 1];
    Original original = new Original(inflated, 0, inflated.length);
    Rejection rejection = new Rejection(0, null, ErrorCode.UNKNOWN_MEMBER, "No such member.");
    RejectedEvent event = new RejectedEvent(rejection, "huge", "v-1", original, BatchFormat.JSON);

    ProducerRecord<byte[], byte[]> record = of(event, LIVE);

    assertThat(record.value()).isEqualTo(BODY.bytes());
    assertThat(headers(record))
        .containsEntry("content-encoding", "gzip")
        .containsEntry("evenkeel.error.code", "unknown-member")
        .containsEntry("evenkeel.vehicle", "v-1")
        .doesNotContainKey("evenkeel.error.index");
  }

  private static RejectedEvent event(@Nullable String name, String vehicle) {
    Rejection rejection = new Rejection(7, null, ErrorCode.UNKNOWN_MEMBER, "No such member.");
    return new RejectedEvent(
        rejection, name, vehicle, new Original(BODY.bytes(), 2, 9), BatchFormat.JSON);
  }

  private static ProducerRecord<byte[], byte[]> of(RejectedEvent event, LetterOrigin origin) {
    return LetterRecords.of(DeadLetter.ofEvent(origin, event, BODY), 12);
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    return headers;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
