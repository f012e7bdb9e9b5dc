package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.EMPTY_BATCH;
import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.wire.SignalReading;
import io.evenkeel.model.wire.TelemetryBatch;
import io.evenkeel.model.wire.TelemetryEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer of the gateway, over real HTTP. */
class GatewayIT {
  private static RunningGateway running;
  private static String key;

  @BeforeAll
  static void start() {
    running = RunningGateway.start(GatewayConfig.of(TestStacks.shared().bootstrapServers()));
    key = running.newTenant("answers");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void acceptsABatch() {
    Reply reply = post(batch(event("v", 1), event("v", 2)));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
    assertThat(reply.json().get("rejected")).isEmpty();
    assertThat(Instant.parse(reply.json().get("server_time").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
  }

  @Test
  void acceptsAnEmptyBatch() {
    Reply reply = post(EMPTY_BATCH);

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isZero();
  }

  @Test
  void acceptsNdjsonAndReportsTheLineThatIsBroken() {
    String body = event("v", 1) + "\n{oops\n" + event("v", 2) + "\n";

    Reply reply = send("application/x-ndjson", bytes(body));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
    assertThat(reply.json().at("/rejected/0/index").asInt()).isEqualTo(1);
    assertThat(reply.json().at("/rejected/0/code").asText()).isEqualTo("malformed-json");
  }

  @Test
  void acceptsGzip() {
    Reply reply =
        running.http.send(
            request("application/json", gzip(bytes(batch(event("v", 1)))))
                .header("Content-Encoding", "gzip"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(1);
  }

  @Test
  void acceptsBodiesInChunks() {
    byte[] body = bytes(batch(event("v", 1)));
    Reply reply =
        running.http.send(
            request("application/json", body)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(reply.status()).isEqualTo(202);
  }

  @Test
  void listsAFutureEventBesideGoodOnes() {
    String future = event("v", 2, Instant.now().plus(Duration.ofMinutes(6)));

    Reply reply = post(batch(event("v", 1), future, event("v", 3)));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
    JsonNode rejected = reply.json().get("rejected");
    assertThat(rejected).hasSize(1);
    assertThat(rejected.get(0).get("index").asInt()).isEqualTo(1);
    assertThat(rejected.get(0).get("code").asText()).isEqualTo("event-time-in-future");
    assertThat(rejected.get(0).get("retryable").asBoolean()).isFalse();
  }

  @Test
  void refusesAFutureEventAlone() {
    Reply reply = post(batch(event("v", 1, Instant.now().plus(Duration.ofMinutes(6)))));

    assertProblem(reply, ErrorCode.NO_VALID_EVENT);
    assertThat(reply.json().at("/rejected/0/code").asText()).isEqualTo("event-time-in-future");
  }

  @Test
  void refusesMalformedJsonWithItsPlace() {
    Reply reply = post("{\"events\":[\n  {\"vehicle\": oops}]}");

    assertProblem(reply, ErrorCode.MALFORMED_JSON);
    assertThat(reply.json().get("line").asInt()).isEqualTo(2);
    assertThat(reply.json().get("column").asInt()).isEqualTo(15);
    assertThat(reply.json().get("byte_offset").asInt()).isEqualTo(26);
    assertThat(reply.json().get("detail").asText()).contains("line 2, column 15");
    assertThat(reply.body()).doesNotContain("oops").doesNotContain("Jackson");
  }

  @Test
  void refusesAnEmptyBody() {
    assertProblem(post(""), ErrorCode.MALFORMED_JSON);
  }

  @Test
  void refusesJsonThatIsNoBatch() {
    assertProblem(post("[]"), ErrorCode.MALFORMED_BATCH);
  }

  @Test
  void refusesOneEventTooMany() {
    String body =
        IntStream.range(0, 5_001)
            .mapToObj(i -> "{\"age_ms\":0,\"seq\":" + i + ",\"signals\":{\"speed\":1}}")
            .collect(Collectors.joining(",", "{\"vehicle\":\"v\",\"events\":[", "]}"));

    assertProblem(post(body), ErrorCode.TOO_MANY_EVENTS);
  }

  @Test
  void refusesABodyThatIsTooLargeAsSent() {
    assertProblem(post(" ".repeat((1 << 20) + 1)), ErrorCode.BODY_TOO_LARGE);
  }

  @Test
  void refusesABodyThatTurnsOutTooLargeInChunks() {
    HttpRequest.BodyPublisher endless =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[(1 << 20) + 1]));

    assertProblem(
        running.http.send(request("application/json", new byte[0]).POST(endless)),
        ErrorCode.BODY_TOO_LARGE);
  }

  @Test
  void refusesAGzipBomb() {
    byte[] bomb = gzip(new byte[100 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);

    assertProblem(
        running.http.send(request("application/json", bomb).header("Content-Encoding", "gzip")),
        ErrorCode.BODY_TOO_LARGE);
  }

  @Test
  void refusesBrokenGzip() {
    assertProblem(
        running.http.send(
            request("application/json", bytes(EMPTY_BATCH)).header("Content-Encoding", "gzip")),
        ErrorCode.BROKEN_COMPRESSION);
  }

  @Test
  void takesZstdAndProtobuf() {
    byte[] batch =
        TelemetryBatch.newBuilder()
            .setVehicle("v")
            .addEvents(
                TelemetryEvent.newBuilder()
                    .setTimeMs(Instant.now().toEpochMilli())
                    .setSeq(1)
                    .addSignals(SignalReading.newBuilder().setName("speed").setNumber(50)))
            .build()
            .toByteArray();

    Reply reply =
        running.http.send(
            request("application/x-protobuf", Zstd.compress(batch))
                .header("Content-Encoding", "zstd"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(1);
    assertProblem(
        running.http.send(request("application/x-protobuf", bytes("no protobuf"))),
        ErrorCode.MALFORMED_PROTOBUF);
  }

  @Test
  void refusesAnUnknownEncoding() {
    Reply reply =
        running.http.send(
            request("application/json", bytes(EMPTY_BATCH)).header("Content-Encoding", "br"));

    assertProblem(reply, ErrorCode.UNSUPPORTED_ENCODING);
    assertThat(reply.header("Accept-Encoding")).isEqualTo("gzip, zstd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void refusesAnUnsupportedType(String type) {
    assertProblem(send(type, bytes(EMPTY_BATCH)), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void refusesABodyWithoutType() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(running.gateway.uri().resolve(LIVE))
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(EMPTY_BATCH));

    assertProblem(running.http.send(request), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void refusesToAnswerInAnotherTypeThanJson() {
    assertProblem(
        running.http.send(
            request("application/json", bytes(EMPTY_BATCH)).header("Accept", "text/html")),
        ErrorCode.NOT_ACCEPTABLE);
  }

  @Test
  void refusesAnotherMethodAndNamesTheRightOne() {
    Reply reply = running.http.get(LIVE);

    assertProblem(reply, ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(reply.header("Allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/telemetry/x", "/v1/backfill", "/v2/telemetry", "/doc"})
  void knowsNoOtherPath(String path) {
    assertProblem(running.http.post(path, key, EMPTY_BATCH), ErrorCode.PATH_UNKNOWN);
  }

  @Test
  void refusesHeadersThatAreTooLarge() {
    assertProblem(
        running.http.send(
            request("application/json", bytes(EMPTY_BATCH)).header("X-Long", "x".repeat(9_000))),
        ErrorCode.HEADERS_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "evk_000000000000_0", "nonsense"})
  void refusesAWrongKey(String bearer) {
    Reply reply = running.http.post(LIVE, bearer, batch(event("v", 1)));

    assertProblem(reply, ErrorCode.UNAUTHENTICATED);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void answersAnUnknownKeyAndAWrongSecretAlike() {
    String wrongSecret = key.substring(0, key.length() - 64) + "0".repeat(64);
    String unknownKey = "evk_" + "0".repeat(12) + "_" + "0".repeat(64);

    Reply wrong = running.http.post(LIVE, wrongSecret, EMPTY_BATCH);

    assertProblem(wrong, ErrorCode.UNAUTHENTICATED);
    assertThat(running.http.post(LIVE, unknownKey, EMPTY_BATCH).body()).isEqualTo(wrong.body());
  }

  @Test
  void authenticatesBeforeItLooksAtTheBody() {
    assertProblem(running.http.post(LIVE, "nobody", "not json"), ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void backfillNeedsItsScope() {
    String ingestOnly = running.newKey("answers", "", KeyScope.INGEST).bearer();
    String backfillOnly = running.newKey("answers", "", KeyScope.BACKFILL).bearer();

    assertProblem(
        running.http.post("/v1/backfill/job-1", ingestOnly, EMPTY_BATCH), ErrorCode.SCOPE_MISSING);
    assertProblem(running.http.post(LIVE, backfillOnly, EMPTY_BATCH), ErrorCode.SCOPE_MISSING);
    assertThat(running.http.post("/v1/backfill/job-1", backfillOnly, EMPTY_BATCH).status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({"ok-1._A, 202", "a%20b, 400", "%C3%BC, 400"})
  void checksTheNameOfTheJob(String job, int status) {
    Reply reply = running.http.post("/v1/backfill/" + job, key, EMPTY_BATCH);

    assertThat(reply.status()).isEqualTo(status);
    if (status == 400) {
      assertProblem(reply, ErrorCode.JOB_INVALID);
    }
  }

  @Test
  void keyOfOneVehicleSendsOnlyForIt() {
    String bound = running.newKey("answers", "mine", KeyScope.INGEST).bearer();

    Reply mixed = running.http.post(LIVE, bound, batch(event("mine", 1), event("other", 1)));
    Reply foreign = running.http.post(LIVE, bound, batch(event("other", 1)));

    assertThat(mixed.status()).isEqualTo(202);
    assertThat(mixed.json().at("/rejected/0/code").asText()).isEqualTo("vehicle-not-allowed");
    assertProblem(foreign, ErrorCode.VEHICLE_NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi.yaml, application/yaml",
    "/docs, text/html;charset=utf-8",
    "/docs/viewer.js, text/javascript;charset=utf-8",
    "/docs/swagger-ui.css, text/css;charset=utf-8",
    "/docs/swagger-ui-bundle.js, text/javascript;charset=utf-8",
    "/errors/unauthenticated, text/markdown;charset=utf-8"
  })
  void showsItsDescriptionToEverybodyAndLoadsNothingFromElsewhere(String path, String type) {
    Reply reply = running.http.get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo(type);
    assertThat(reply.header("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .doesNotContain("http");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    if (path.equals("/docs") || path.equals("/docs/viewer.js")) {
      assertThat(reply.body())
          .doesNotContain("//cdn")
          .doesNotContain("http:")
          .doesNotContain("https:");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalsTypeIsAPage(ErrorCode code) {
    assertThat(running.http.get(code.type()).body()).startsWith("# " + code.title());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/errors/nothing", "/errors/README", "/docs/other.js", "/errors/%2e%2e"})
  void knowsNoOtherPage(String path) {
    assertProblem(running.http.get(path), ErrorCode.PATH_UNKNOWN);
  }

  @Test
  void healthAndMetricsAreOnTheirOwnPortOnly() {
    assertThat(running.admin.get("/health").json().get("status").asText()).isEqualTo("UP");
    assertThat(running.admin.get("/health/liveness").status()).isEqualTo(200);
    assertThat(running.admin.get("/health/readiness").status()).isEqualTo(200);
    assertThat(running.admin.get("/prometheus").status()).isEqualTo(200);

    assertProblem(running.http.get("/health"), ErrorCode.PATH_UNKNOWN);
    assertProblem(running.http.get("/health/readiness"), ErrorCode.PATH_UNKNOWN);
    assertProblem(running.http.get("/prometheus"), ErrorCode.PATH_UNKNOWN);
    assertThat(running.admin.post(LIVE, key, EMPTY_BATCH).status()).isEqualTo(404);
  }

  @Test
  void metricsCountEventsAndRequestsAndNameNoVehicleAndTenantsInOnePlaceOnly() {
    post(batch(event("secret-vehicle", 1)));
    post(batch("{}"));

    String metrics = running.admin.get("/prometheus").body();

    assertThat(metrics)
        .containsPattern("evenkeel_gateway_events_accepted_total\\{lane=\"live\"} [1-9]")
        .containsPattern(
            "evenkeel_gateway_events_rejected_total\\{code=\"vehicle-missing\",lane=\"live\"} [1-9]")
        .containsPattern(
            "evenkeel_gateway_request_duration_seconds_count\\{code=\"none\",outcome=\"accepted\",route=\"live\",status=\"202\"} [1-9]")
        .containsPattern(
            "evenkeel_gateway_request_duration_seconds_count\\{code=\"no-valid-event\",outcome=\"refused\",route=\"live\",status=\"422\"} [1-9]")
        .containsPattern(
            "evenkeel_gateway_request_duration_seconds_bucket\\{code=\"none\",outcome=\"accepted\",route=\"live\",status=\"202\",le=\"10.0\"} [1-9]")
        .containsPattern(
            "evenkeel_gateway_tenant_events_total\\{outcome=\"accepted\",tenant=\"[a-z0-9-]+\"} [1-9]")
        .containsPattern("evenkeel_gateway_directory_age_seconds [0-9]")
        .containsPattern("evenkeel_gateway_in_flight_requests 0.0")
        .containsPattern("evenkeel_gateway_in_flight_requests_capacity 2048.0")
        .containsPattern("evenkeel_gateway_producer_buffer_available_bytes [1-9]")
        .containsPattern("jvm_memory_used_bytes");
    assertThat(metrics).doesNotContain("secret-vehicle");
    assertThat(RunningGateway.withoutTenantCounter(metrics)).doesNotContain("answers");
  }

  @Test
  void refusesToStartOnAPortThatIsTaken() {
    GatewayConfig taken = GatewayConfig.of(running.kafka).withPort(running.gateway.uri().getPort());

    assertThatThrownBy(() -> Gateway.start(taken).close())
        .isInstanceOf(GatewayStartException.class)
        .hasMessageContaining(Integer.toString(running.gateway.uri().getPort()));
  }

  private static void assertProblem(Reply reply, ErrorCode code) {
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.get("code").asText()).isEqualTo(code.id());
    assertThat(reply.status()).isEqualTo(code.status());
    assertThat(problem.get("status").asInt()).isEqualTo(code.status());
    assertThat(problem.get("type").asText()).isEqualTo("/errors/" + code.id());
    assertThat(problem.get("title").asText()).isEqualTo(code.title());
    assertThat(problem.get("detail").asText()).isNotBlank();
    assertThat(problem.get("retryable").asBoolean()).isEqualTo(code.isRetryable());
  }

  private static Reply post(String json) {
    return running.http.post(LIVE, key, json);
  }

  private static Reply send(String contentType, byte[] body) {
    return running.http.send(request(contentType, body));
  }

  private static HttpRequest.Builder request(String contentType, byte[] body) {
    return running.http.request(LIVE, key, contentType, body);
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
