package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.localstack.LocalKafka;
import io.evenkeel.localstack.LocalKafkaOptions;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits over HTTP, changed while the gateway runs. */
@SuppressWarnings("NullAway.Init") // started before any test runs
class LimitsIT {
  private static final Duration EFFECTIVE_WITHIN = Duration.ofSeconds(2);

  @TempDir private static Path directory;
  private static LocalKafka kafka;
  private static RunningGateway running;
  private static long seq;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(LocalKafkaOptions.in(directory));
    running = RunningGateway.start(GatewayConfig.of(kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    running.close();
    kafka.close();
  }

  @Test
  void changesOfATenantTakeEffectWithinTwoSeconds() {
    String key = running.newTenant("acme");
    Tenant tenant = new Tenant("acme", "", 0, false);
    assertThat(send(key, "v").status()).isEqualTo(202);

    put(tenant.withLimits(live(1, 1)));
    Reply refused = awaitEffect(() -> send(key, "v"), 429);
    assertRateExceeded(refused, "tenant-rate-exceeded", "tenant-live-events", "q=1;w=1");
    assertThat(running.http.post("/v1/backfill/job", key, batch(event("v", ++seq))).status())
        .isEqualTo(202);

    put(tenant);
    awaitEffect(() -> send(key, "v"), 202);

    put(tenant.withBlocked(true));
    assertThat(awaitEffect(() -> send(key, "v"), 403).code()).isEqualTo("tenant-blocked");
    put(tenant);
    awaitEffect(() -> send(key, "v"), 202);
  }

  @Test
  void aThrottledVehicleHoldsNobodyElseUp() {
    String key = running.newTenant("mixed");
    put(new Tenant("mixed", "", 0, false).withLimits(vehicle(1, 5)));
    await(() -> send(key, "loud"), 429);

    Reply mixed = running.http.post(LIVE, key, batch(event("loud", ++seq), event("quiet", ++seq)));

    assertThat(mixed.status()).isEqualTo(202);
    assertThat(mixed.json().get("accepted").asInt()).isOne();
    assertThat(mixed.json().at("/rejected/0/index").asInt()).isZero();
    assertThat(mixed.json().at("/rejected/0/code").asText()).isEqualTo("vehicle-rate-exceeded");
    assertThat(mixed.json().at("/rejected/0/retryable").asBoolean()).isTrue();
    Reply refused = send(key, "loud");
    assertRateExceeded(refused, "vehicle-rate-exceeded", "vehicle-events", "q=5;w=5");
    assertThat(refused.headers().toString()).doesNotContain("loud");
    String metrics = running.admin.get("/prometheus").body();
    assertThat(metrics)
        .contains(
            "evenkeel_gateway_limits_throttled_total{lane=\"live\",policy=\"vehicle-events\"}",
            "evenkeel_gateway_limits_vehicles_capacity 1000000.0",
            "evenkeel_gateway_recovery_admitted_ratio 1.0")
        .doesNotContain("loud");
    assertThat(RunningGateway.withoutTenantCounter(metrics)).doesNotContain("mixed");
  }

  @Test
  void aFullBatchOfOneVehicleIsNotRefusedForEver() {
    String key = running.newTenant("bulk");
    put(new Tenant("bulk", "", 0, false).withLimits(vehicle(5_000, 10)));
    Instant time = Instant.now();
    String[] events =
        IntStream.range(0, 5_000).mapToObj(i -> event("v", i, time)).toArray(String[]::new);
    // A second of debt follows each.
    await(() -> running.http.post(LIVE, key, batch(events)), 429);

    Reply accepted = await(() -> running.http.post(LIVE, key, batch(events)), 202);

    assertThat(accepted.json().get("accepted").asInt()).isEqualTo(5_000);
  }

  @Test
  void backsOffByTheClientsAttempt() {
    String key = running.newTenant("patient");
    put(new Tenant("patient", "", 0, false).withLimits(live(1, 1)));
    await(() -> send(key, "v"), 429);

    assertThat(retryAfter(key, "5")).isBetween(48, 96);
    assertThat(retryAfter(key, "1")).isBetween(6, 9);
    assertThat(retryAfter(key, "-5")).isBetween(1, 20);
    assertThat(retryAfter(key, "many")).isBetween(1, 20);
  }

  private static int retryAfter(String key, String attempt) {
    Awaitility.await().until(() -> send(key, "v").status() == 429);
    byte[] body = batch(event("v", ++seq)).getBytes(StandardCharsets.UTF_8);
    Reply reply =
        running.http.send(
            running
                .http
                .request(LIVE, key, "application/json", body)
                .header("Retry-Attempt", attempt));
    assertThat(reply.status()).isEqualTo(429);
    return Integer.parseInt(reply.header("Retry-After"));
  }

  private static void assertRateExceeded(Reply reply, String code, String policy, String quota) {
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().get("violated-policies").toString()).isEqualTo("[\"" + policy + "\"]");
    assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"" + policy + "\";" + quota);
    assertThat(reply.header("RateLimit")).matches("\"" + policy + "\";r=0;t=[0-9]+");
    int seconds = Integer.parseInt(reply.header("RateLimit").replaceFirst(".*t=", ""));
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isGreaterThanOrEqualTo(seconds);
  }

  private static Reply awaitEffect(Supplier<Reply> attempt, int status) {
    return await(attempt, status, EFFECTIVE_WITHIN);
  }

  private static Reply await(Supplier<Reply> attempt, int status) {
    return await(attempt, status, Duration.ofSeconds(20));
  }

  private static Reply await(Supplier<Reply> attempt, int status, Duration atMost) {
    return Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .until(attempt::get, reply -> reply.status() == status);
  }

  private static Reply send(String key, String vehicle) {
    return running.http.post(LIVE, key, batch(event(vehicle, ++seq)));
  }

  private static void put(Tenant tenant) {
    running.directory.put(new DirectoryRecord.OfTenant(tenant));
  }

  private static TenantLimits live(int perSecond, int burst) {
    return new TenantLimits(new EventRate(perSecond, burst), EventRate.DEFAULT, EventRate.DEFAULT);
  }

  private static TenantLimits vehicle(int perSecond, int burst) {
    return new TenantLimits(EventRate.DEFAULT, EventRate.DEFAULT, new EventRate(perSecond, burst));
  }
}
