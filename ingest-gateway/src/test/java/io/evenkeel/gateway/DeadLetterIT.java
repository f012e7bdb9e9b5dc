package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.TestTopics.Letter;
import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.VehiclePartition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused for good stands in the dead-letter topic by the time the caller hears of it. */
class DeadLetterIT {
  private static final int BURST = 50;

  private static RunningGateway running;

  @BeforeAll
  static void start() {
    running =
        RunningGateway.start(
            GatewayConfig.of(TestStacks.shared().bootstrapServers())
                .withRefusals(new RefusalConfig(1, BURST)));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void keepsRejectedEventsOfAGzippedBatchByteForByte() {
    String key = running.newTenant("kept-json");
    String unknown = "{ \"vehicle\":\"Ü-1\",\t\"reifendrück\" : [1, {\"€\":\"}\"}] }";
    String late = "{\"vehicle\":\"v-2\",\"age_ms\":-5,\"signals\":{\"speed\":1}}";
    byte[] body =
        gzip(bytes("{\"events\" : [\n" + unknown + " ,\r\n" + event("v", 1) + "," + late + "]}"));
    long before = System.currentTimeMillis();

    Reply reply = send(key, "application/json; charset=utf-8", body, "gzip");

    List<Letter> letters = letters("kept-json");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(1);
    assertThat(letters).extracting(Letter::text).containsExactly(unknown, late);
    assertThat(letters).extracting(Letter::index).containsExactly("0", "2");
    assertThat(letters).extracting(Letter::code).containsExactly("unknown-member", "time-invalid");
    assertThat(letters.getFirst().partition())
        .isEqualTo(VehiclePartition.of("kept-json", "Ü-1", TestTopics.PARTITIONS));
    assertThat(letters.getFirst().headers())
        .containsEntry("evenkeel.error.stage", "gateway")
        .containsEntry("evenkeel.error.name", "reifendrück")
        .containsEntry("evenkeel.error.attempts", "1")
        .containsEntry("evenkeel.error.message", reply.json().at("/rejected/0/detail").asText())
        .containsEntry("evenkeel.lane", "live")
        .containsEntry("evenkeel.vehicle", "Ü-1")
        .containsEntry("content-type", "application/json")
        .doesNotContainKeys("content-encoding", "evenkeel.job")
        .hasEntrySatisfying(
            "evenkeel.received-at",
            at -> assertThat(Long.parseLong(at)).isBetween(before, System.currentTimeMillis()));
  }

  @Test
  void keepsRejectedLinesOfNdjson() {
    String key = running.newTenant("kept-lines");
    String body = event("v", 1) + "\r\n{oops \r\n\n" + "{\"vehicle\":\"v-3\"}";

    Reply reply =
        running.http.send(
            running.http.request("/v1/backfill/job-7", key, "application/x-ndjson", bytes(body)));

    List<Letter> letters = letters("kept-lines");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(letters).extracting(Letter::text).containsExactly("{oops ", "{\"vehicle\":\"v-3\"}");
    assertThat(letters).extracting(Letter::index).containsExactly("1", "3");
    assertThat(letters).extracting(Letter::code).containsExactly("malformed-json", "time-missing");
    assertThat(letters.getLast().headers())
        .containsEntry("evenkeel.lane", "backfill")
        .containsEntry("evenkeel.job", "job-7")
        .containsEntry("evenkeel.vehicle", "v-3");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "body-a, application/json,                  -,    '{\"events\":[',  malformed-json",
        "body-b, application/json,                  -,    '[\"ä\"]',        malformed-batch",
        "body-c, application/json,                  gzip, '{\"events\":[]}', broken-compression",
        "body-d, application/json,                  br,   '{\"events\":[]}', unsupported-encoding",
        "body-e, text/xml;charset=x,                -,    '<events/>',      unsupported-media-type",
        "body-f, application/x-www-form-urlencoded, -,    'a=1&b=%20',      unsupported-media-type",
        "body-g, nonsense,                          -,    '{\"events\":[]}', unsupported-media-type"
      })
  void keepsBodiesOfWhichNothingCanBeUsed(
      String tenant, String type, @Nullable String encoding, String body, String code) {
    String key = running.newTenant(tenant);

    Reply reply = send(key, type, bytes(body), encoding);

    assertThat(reply.code()).isEqualTo(code);
    List<Letter> letters = letters(tenant);
    assertThat(letters).hasSize(1);
    Letter letter = letters.getFirst();
    assertThat(letter.text()).isEqualTo(body);
    assertThat(letter.code()).isEqualTo(code);
    assertThat(letter.headers()).containsEntry("content-type", type);
    assertThat(letter.headers().get("content-encoding")).isEqualTo(encoding);
    assertThat(letter.headers()).doesNotContainKeys("evenkeel.error.index", "evenkeel.vehicle");
  }

  @Test
  void keepsTheLargestBodyEvenIfItCannotBeCompressed() {
    String key = running.newTenant("kept-large");
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);

    Reply reply = send(key, "application/json", noise, "gzip");

    assertThat(reply.code()).isEqualTo("broken-compression");
    assertThat(letters("kept-large"))
        .singleElement()
        .satisfies(l -> assertThat(l.value()).isEqualTo(noise));
  }

  @Test
  void keepsWhatUnpacksToTooMuchAsItWasSent() {
    String key = running.newTenant("kept-bombs");
    byte[] bomb = gzip(new byte[9 << 20]);
    byte[] hugeEvent = gzip(bytes(batch("{\"huge\":\"" + "x".repeat(7 << 20) + "\"}")));

    assertThat(send(key, "application/json", bomb, "gzip").code()).isEqualTo("body-too-large");
    assertThat(send(key, "application/json", hugeEvent, "gzip").code()).isEqualTo("no-valid-event");

    assertThat(letters("kept-bombs"))
        .extracting(Letter::value)
        .containsExactlyInAnyOrder(bomb, hugeEvent);
    assertThat(letters("kept-bombs"))
        .extracting(Letter::code)
        .containsExactlyInAnyOrder("body-too-large", "unknown-member");
  }

  @Test
  void keepsEveryEventOfTheLargestBatchAtOnce() {
    String key = running.newTenant("kept-all");
    String invalid = "{\"vehicle\":\"v\",\"oops\":\"" + "x".repeat(1_600) + "\"}";
    byte[] body = bytes(batch(Collections.nCopies(5_000, invalid).toArray(String[]::new)));

    Reply reply = send(key, "application/json", gzip(body), "gzip");

    assertThat(body.length).isGreaterThan(8_000_000);
    assertThat(reply.code()).isEqualTo("no-valid-event");
    assertThat(letters("kept-all"))
        .hasSize(5_000)
        .allMatch(letter -> letter.text().equals(invalid));
  }

  @Test
  void keepsNothingOfWhatItDidNotReadOrIsNotRefusedForGood() {
    String key = running.newTenant("not-kept");
    String ingestOnly = running.newKey("not-kept", "", KeyScope.INGEST).bearer();

    running.http.post(LIVE, "nobody", "oops");
    running.http.post("/v1/backfill/job", ingestOnly, "oops");
    running.http.post(LIVE + "?dry_run=maybe", key, "oops");
    running.http.post(LIVE, key, " ".repeat((1 << 20) + 1));
    running.http.post("/v1/nowhere", key, "oops");
    running.http.post(LIVE, key, batch(event("v", 1)));

    assertThat(letters("not-kept")).isEmpty();
  }

  @Test
  void replayNeedsAnAdministratorAndKeepsNothingTwice() {
    String key = running.newTenant("replayer");
    String admin = running.newKey("replayer", "", KeyScope.BACKFILL, KeyScope.ADMIN).bearer();

    Reply refused = replay(key, "12", batch("{}"));
    Reply replayed = replay(admin, "12", batch("{}", event("v", 1)));

    assertThat(refused.code()).isEqualTo("scope-missing");
    assertThat(replayed.status()).isEqualTo(202);
    assertThat(replayed.json().at("/rejected/0/code").asText()).isEqualTo("vehicle-missing");
    assertThat(replay(admin, "12", "oops").code()).isEqualTo("malformed-json");
    assertThat(replay(admin, "twelve", batch("{}")).code()).isEqualTo("bad-request");
    assertThat(letters("replayer")).isEmpty();
    assertThat(TestTopics.read(running.kafka, Lane.BACKFILL, "replayer")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {LIVE, "/v1/backfill/job-1"})
  void dryRunJudgesAndDoesNothingElse(String path) {
    String tenant = path.equals(LIVE) ? "dry-live" : "dry-backfill";
    String key = running.newTenant(tenant);

    Reply judged = running.http.post(path + "?dry_run=true", key, batch("{}", event("v", 1)));
    Reply unreadable = running.http.post(path + "?dry_run=true", key, "oops");

    assertThat(judged.status()).isEqualTo(200);
    assertThat(judged.json().get("dry_run").asBoolean()).isTrue();
    assertThat(judged.json().get("accepted").asInt()).isEqualTo(1);
    assertThat(judged.json().at("/rejected/0/code").asText()).isEqualTo("vehicle-missing");
    assertThat(unreadable.code()).isEqualTo("malformed-json");
    assertThat(running.http.post(path + "?dry_run=1", key, batch()).code())
        .isEqualTo("bad-request");
    assertThat(running.http.post(path + "?dry_run=false", key, batch()).status()).isEqualTo(202);
    assertThat(letters(tenant)).isEmpty();
    assertThat(TestTopics.read(running.kafka, Lane.LIVE, tenant)).isEmpty();
    assertThat(TestTopics.read(running.kafka, Lane.BACKFILL, tenant)).isEmpty();
  }

  @Test
  void throttlesATenantWhoIsRefusedTooMuch() {
    String key = running.newTenant("throttled");
    String invalid = batch(Collections.nCopies(BURST, "{}").toArray(String[]::new));

    Reply kept = running.http.post(LIVE, key, invalid);
    Reply throttled = running.http.post(LIVE, key, invalid);
    Reply mixed = running.http.post(LIVE, key, batch("{}", "{}", "{}", event("v", 1)));

    assertThat(kept.status()).isEqualTo(422);
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.code()).isEqualTo("refusals-throttled");
    assertThat(throttled.json().get("retryable").asBoolean()).isTrue();
    assertThat(Integer.parseInt(throttled.header("Retry-After"))).isBetween(BURST - 10, BURST + 10);
    assertThat(mixed.status()).isEqualTo(202);
    assertThat(mixed.json().at("/rejected/0/code").asText()).isEqualTo("refusals-throttled");
    assertThat(mixed.json().at("/rejected/0/retryable").asBoolean()).isTrue();
    assertThat(letters("throttled")).hasSize(BURST);
  }

  @Test
  void metricsCountLettersByReasonWithoutNamingAnyone() {
    String key = running.newTenant("tenant-of-metrics");
    running.http.post(LIVE, key, batch("{\"vehicle\":\"secret-vehicle\"}"));

    String metrics = running.admin.get("/prometheus").body();

    assertThat(metrics)
        .containsPattern("evenkeel_gateway_dead_letters_total\\{code=\"time-missing\"} [1-9]")
        .containsPattern("evenkeel_gateway_dead_letters_unacknowledged_total 0.0")
        .containsPattern("evenkeel_gateway_refusals_throttled_total [0-9]")
        .containsPattern("evenkeel_gateway_dead_letters_buffer_available_bytes [1-9]");
    assertThat(metrics).doesNotContain("secret-vehicle");
    assertThat(RunningGateway.withoutTenantCounter(metrics)).doesNotContain("tenant-of-metrics");
  }

  private static List<Letter> letters(String tenant) {
    return TestTopics.readLetters(running.kafka, tenant);
  }

  private static Reply replay(String key, String run, String body) {
    return running.http.send(
        running
            .http
            .request("/v1/backfill/replay-12", key, "application/json", bytes(body))
            .header("Evenkeel-Replay", run));
  }

  private static Reply send(String key, String type, byte[] body, @Nullable String encoding) {
    HttpRequest.Builder request = running.http.request(LIVE, key, type, body);
    return running.http.send(
        encoding == null ? request : request.header("Content-Encoding", encoding));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
