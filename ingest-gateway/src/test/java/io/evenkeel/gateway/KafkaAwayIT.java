package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.directory.DirectoryConfig;
import io.evenkeel.gateway.publish.PublishConfig;
import io.evenkeel.localstack.LocalKafka;
import io.evenkeel.localstack.LocalKafkaOptions;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that goes away, comes back, or is not as the gateway needs it. */
class KafkaAwayIT {
  private static final PublishConfig IMPATIENT =
      new PublishConfig(
          Duration.ofMillis(2), 128 * 1024, 4 << 20, Duration.ofSeconds(1), Duration.ofMillis(100));

  @TempDir Path directory;
  private LocalKafka kafka;

  @BeforeEach
  void startKafka() {
    kafka = LocalKafka.start(LocalKafkaOptions.in(directory));
  }

  @AfterEach
  void stopKafka() {
    kafka.close();
  }

  @Test
  void namesTheTopicsThatAreMissingAtStart() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(Topics.telemetry(Lane.LIVE), 1, (short) 1)))
          .all()
          .get();
    }

    assertThatThrownBy(() -> Gateway.start(GatewayConfig.of(kafka.bootstrapServers())).close())
        .isInstanceOf(GatewayStartException.class)
        .hasMessageContaining(
            "lacks evenkeel.dead-letter, evenkeel.directory, evenkeel.telemetry.backfill;");
  }

  @Test
  void saysThatKafkaDoesNotAnswerAtStart() {
    GatewayConfig config =
        GatewayConfig.of(kafka.bootstrapServers())
            .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
    kafka.close();

    assertThatThrownBy(() -> Gateway.start(config).close())
        .isInstanceOf(GatewayStartException.class)
        .hasMessageContaining("did not answer within 1 s");
  }

  @Test
  void refusesWhileKafkaIsAwayAndGoesOnWhenItIsBack() {
    try (RunningGateway running = RunningGateway.start(impatient())) {
      String key = running.newTenant("acme");
      assertThat(running.http.post(LIVE, key, batch(event("v", 1))).status()).isEqualTo(202);

      kafka.close();
      CompletableFuture<Reply> unkept = running.http.postAsync(LIVE, key, batch("{}"));
      CompletableFuture<Reply> unkeptBody = running.http.postAsync(LIVE, key, "oops");
      Reply unacknowledged = running.http.post(LIVE, key, batch(event("v", 2)));

      assertUnavailable(unacknowledged, "not-acknowledged");
      assertUnavailable(unkept.join(), "not-acknowledged");
      assertUnavailable(unkeptBody.join(), "not-acknowledged");
      assertThat(unacknowledged.json().at("/rejected/0/retryable").asBoolean()).isTrue();
      Awaitility.await()
          .untilAsserted(() ->
              assertUnavailable(
                  running.http.post(LIVE, key, batch(event("v", 2))), "directory-unavailable"));
      assertThat(running.admin.get("/health/readiness").status()).isEqualTo(503);
      assertThat(running.admin.get("/health/liveness").status()).isEqualTo(200);

      kafka = LocalKafka.start(LocalKafkaOptions.in(directory).withPort(kafka.port()));

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(running.http.post(LIVE, key, batch(event("v", 3))).status())
                  .isEqualTo(202));
      assertThat(running.admin.get("/health/readiness").status()).isEqualTo(200);
      assertThat(TestTopics.read(running.kafka, Lane.LIVE, "acme"))
          .anySatisfy(stored ->
              assertThat(stored.record().blocks().getFirst().identities().seq(0)).isEqualTo(3));
    }
  }

  @Test
  void refusesAllTelemetryWhenTheNumberOfPartitionsChanges()
      throws ExecutionException, InterruptedException {
    try (RunningGateway running = RunningGateway.start(impatient());
        Admin admin = Admin.create(Map.of("bootstrap.servers", running.kafka))) {
      String key = running.newTenant("acme");
      assertThat(running.http.post(LIVE, key, batch(event("v", 1))).status()).isEqualTo(202);

      admin
          .createPartitions(
              Map.of(
                  Topics.telemetry(Lane.LIVE), NewPartitions.increaseTo(TestTopics.PARTITIONS + 1)))
          .all()
          .get();

      Awaitility.await()
          .untilAsserted(() ->
              assertUnavailable(
                  running.http.post(LIVE, key, batch(event("v", 2))), "partitions-changed"));
      assertThat(running.admin.get("/health/readiness").status()).isEqualTo(503);
    }
  }

  private GatewayConfig impatient() {
    return GatewayConfig.of(kafka.bootstrapServers())
        .withPublish(IMPATIENT)
        .withDirectory(new DirectoryConfig(Duration.ofMillis(200), Duration.ofSeconds(3), 1_000));
  }

  private static void assertUnavailable(Reply reply, String code) {
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 10);
    assertThat(reply.json().get("retryable").asBoolean()).isTrue();
  }
}
