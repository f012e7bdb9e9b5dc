package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.topic.Lane;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers on demand, over HTTP, for those who write devices. */
class SimulatedAnswersIT {
  private static RunningGateway running;
  private static String key;

  @BeforeAll
  static void start() {
    running =
        RunningGateway.start(
            GatewayConfig.of(TestStacks.shared().bootstrapServers()).withSimulatedAnswers());
    key = running.newTenant("simulated");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void givesEveryRefusalAsTheGatewayItselfGivesIt() {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.status() == 0) {
        continue;
      }
      Reply reply = send(code.id(), event("v", 1));

      assertThat(reply.status()).as(code.id()).isEqualTo(code.status());
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.code()).isEqualTo(code.id());
      assertThat(reply.json().path("retryable").asBoolean()).isEqualTo(code.isRetryable());
      if (code.status() == 429 || code.status() == 503) {
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 10);
      }
    }
  }

  @Test
  void looksLikeTheAnswerToARealMistake() {
    Reply real = running.http.post(LIVE, "evk_wrong", batch(event("v", 1)));
    Reply simulated = send("401", event("v", 1));

    assertThat(members(simulated)).isEqualTo(members(real));
    assertThat(simulated.headers().keySet()).isEqualTo(real.headers().keySet());
    assertThat(simulated.header("WWW-Authenticate")).isEqualTo(real.header("WWW-Authenticate"));
  }

  @Test
  void refusesANumberOfTimesWithTheWaitThatWasAskedFor() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Reply reply = send("503; retry-after=3; times=2", event("times", i));
      statuses.add(reply.status());
      assertThat(reply.header("Retry-After")).isEqualTo(reply.status() == 503 ? "3" : "");
    }

    assertThat(statuses).containsExactly(503, 503, 202, 503);
  }

  @Test
  void dropsTheConnectionAndStoresNothing() {
    assertThatThrownBy(() -> send("drop", event("dropped", 1)))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(send("handle", event("marker-d", 1)).status()).isEqualTo(202);
    assertThat(vehicles()).contains("marker-d").doesNotContain("dropped");
  }

  @Test
  void losesTheAnswerToWhatIsStored() {
    assertThatThrownBy(() -> send("ack-lost", event("unheard", 1)))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(vehicles()).contains("unheard");
  }

  @Test
  void keepsTheAnswerBackForAWhile() throws Exception {
    CompletableFuture<Reply> late =
        CompletableFuture.supplyAsync(() -> send("delay=60s", event("late", 1)));
    Reply soon = send("429; delay=20ms", event("v", 1));

    assertThat(soon.status()).isEqualTo(429);
    assertThat(send("delay=20ms", event("v", 2)).status()).isEqualTo(202);
    assertThat(late).isNotDone();
    late.cancel(true);
    assertThatThrownBy(() -> late.get(1, TimeUnit.SECONDS));
  }

  @Test
  void saysHowToAskForAnAnswer() {
    Reply reply = send("teapot", event("v", 1));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("detail").asText()).contains("retry-after=SECONDS");
  }

  @Test
  void knowsNothingOfItUnlessItIsTurnedOn() {
    try (Gateway production = Gateway.start(GatewayConfig.of(running.kafka));
        TestHttp http = new TestHttp(production.uri())) {
      assertThat(http.send(request(http, "503", event("v", 3))).status()).isEqualTo(202);
      assertThat(http.send(request(http, "teapot", event("v", 4))).status()).isEqualTo(202);
    }
  }

  private static List<String> vehicles() {
    return TestTopics.read(running.kafka, Lane.LIVE, "simulated").stream()
        .flatMap(read -> read.record().blocks().stream())
        .map(block -> block.vehicle())
        .toList();
  }

  private static List<String> members(Reply reply) {
    List<String> names = new ArrayList<>();
    reply.json().fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Reply send(String wanted, String event) {
    return running.http.send(request(running.http, wanted, event));
  }

  private static java.net.http.HttpRequest.Builder request(
      TestHttp http, String wanted, String event) {
    return http.request(
            LIVE, key, "application/json", batch(event).getBytes(StandardCharsets.UTF_8))
        .header("Evenkeel-Answer", wanted);
  }
}
