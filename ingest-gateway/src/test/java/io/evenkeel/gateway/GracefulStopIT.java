package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.SLOW;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.gateway.TestDirectory.IssuedKey;
import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.api.InFlightConfig;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.topic.Lane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Requests that wait for Kafka: their bound, and what becomes of them at the end. */
class GracefulStopIT {
  private static final String KAFKA = TestStacks.shared().bootstrapServers();

  @Test
  void closingAnswersWhatIsUnderWayAndTakesNothingNew() {
    RunningGateway running = RunningGateway.start(GatewayConfig.of(KAFKA).withPublish(SLOW));
    try (running) {
      String key = running.newTenant("closing");
      CompletableFuture<Reply> underWay = running.http.postAsync(LIVE, key, batch(event("v", 1)));
      awaitUnderWay(running);

      running.gateway.close();

      assertThat(underWay).isCompleted();
      assertThat(underWay.join().status()).isEqualTo(202);
      assertThat(TestTopics.read(KAFKA, Lane.LIVE, "closing")).hasSize(1);
      assertThatThrownBy(() -> running.http.get("/")).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> running.admin.get("/health"))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void isNotReadyWhileItStops() throws Exception {
    RunningGateway running = RunningGateway.start(GatewayConfig.of(KAFKA).withPublish(SLOW));
    try (running) {
      String key = running.newTenant("draining");
      CompletableFuture<Reply> underWay = running.http.postAsync(LIVE, key, batch(event("v", 1)));
      awaitUnderWay(running);

      Thread closing = Thread.ofVirtual().start(running.gateway::close);

      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .untilAsserted(
              () -> assertThat(running.admin.get("/health/readiness").status()).isEqualTo(503));
      assertThat(underWay.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
      closing.join();
    }
  }

  @Test
  void refusesMoreRequestsThanTheBound() {
    GatewayConfig config =
        GatewayConfig.of(KAFKA).withPublish(SLOW).withInFlight(new InFlightConfig(1, 1 << 20));
    try (RunningGateway running = RunningGateway.start(config)) {
      String key = running.newTenant("crowd");
      CompletableFuture<Reply> underWay = running.http.postAsync(LIVE, key, batch(event("v", 1)));
      awaitUnderWay(running);

      Reply refused = running.http.post(LIVE, key, batch(event("v", 2)));

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("overloaded");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
      assertThat(underWay.join().status()).isEqualTo(202);
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(running.http.post(LIVE, key, batch(event("v", 3))).status())
                  .isEqualTo(202));
    }
  }

  @Test
  void givesThePlaceOfARequestBackWhoseSenderHasGone() {
    GatewayConfig config =
        GatewayConfig.of(KAFKA).withPublish(SLOW).withInFlight(new InFlightConfig(1, 1 << 20));
    try (RunningGateway running = RunningGateway.start(config)) {
      String key = running.newTenant("leaver");
      try (TestHttp leaver = new TestHttp(running.gateway.uri())) {
        var _ = leaver.postAsync(LIVE, key, batch(event("v", 1)));
        awaitUnderWay(running);
      }

      Awaitility.await()
          .untilAsserted(() ->
              assertThat(running.http.post(LIVE, key, batch(event("v", 2))).status())
                  .isEqualTo(202));
    }
  }

  @Test
  void processAnswersWhatIsUnderWayOnSigterm()
      throws IOException, InterruptedException, ExecutionException {
    TestTopics.create(KAFKA);
    int port = freePort();
    Process process =
        start(
            Map.of(
                "EVENKEEL_GATEWAY_BOOTSTRAP_SERVERS",
                KAFKA,
                "EVENKEEL_GATEWAY_DURABILITY_REPLICAS_MIN",
                "1",
                "EVENKEEL_GATEWAY_DURABILITY_INSYNC_MIN",
                "1",
                "EVENKEEL_GATEWAY_HOST",
                "127.0.0.1",
                "EVENKEEL_GATEWAY_PORT",
                Integer.toString(port),
                "EVENKEEL_GATEWAY_ADMIN_PORT",
                Integer.toString(freePort()),
                "EVENKEEL_GATEWAY_PUBLISH_LINGER",
                "900ms"));
    try (TestDirectory directory = new TestDirectory(KAFKA);
        TestHttp http = new TestHttp(URI.create("http://127.0.0.1:" + port))) {
      directory.putTenant("process");
      IssuedKey key = directory.putKey("process", KeyScope.INGEST);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(UncheckedIOException.class)
          .untilAsserted(
              () -> assertThat(http.post(LIVE, key.bearer(), batch()).status()).isEqualTo(202));

      CompletableFuture<Reply> underWay = http.postAsync(LIVE, key.bearer(), batch(event("v", 1)));
      CompletableFuture<Reply> alsoUnderWay =
          http.postAsync(LIVE, key.bearer(), batch(event("v", 2)));
      // The first reply of a warm connection cannot come before the linger is over.
      Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> !underWay.isDone());
      process.destroy();

      assertThat(underWay.get().status()).isEqualTo(202);
      assertThat(alsoUnderWay.get().status()).isEqualTo(202);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void processThatCannotStartSaysWhyAndExits() throws IOException, InterruptedException {
    Process process = start(Map.of("EVENKEEL_GATEWAY_PUBLISH_LINGER", "5s"));

    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().toList())
          .anyMatch(line -> line.contains("gateway.publish.linger must be 0 to 1 s"));
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  private static void awaitUnderWay(RunningGateway running) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running.requestsUnderWay() > 0);
  }

  private static Process start(Map<String, String> environment) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName()));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
