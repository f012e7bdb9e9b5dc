package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.EMPTY_BATCH;
import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.SLOW;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.Http2Connection.Answer;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many requests at once on one connection that speaks HTTP/2 in the clear. */
class Http2IT {
  private static final int STREAMS = 20;
  private static final String KAFKA = TestStacks.shared().bootstrapServers();

  @Test
  void answersEachStreamForItself() {
    try (RunningGateway running = RunningGateway.start(GatewayConfig.of(KAFKA));
        Http2Connection connection = new Http2Connection(running.gateway.uri())) {
      String key = running.newTenant("streams");

      List<CompletableFuture<Answer>> good = post(connection, key);
      CompletableFuture<Answer> stranger = connection.post(LIVE, "evk_no_key", batch());
      CompletableFuture<Answer> unreadable = connection.post(LIVE, key, "{");

      assertThat(good).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(202));
      assertThat(stranger.join().status()).isEqualTo(401);
      assertThat(unreadable.join().status()).isEqualTo(400);
      assertThat(unreadable.join().body()).contains("\"code\":\"malformed-json\"");
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void closingAnswersEveryStreamThatIsUnderWay() {
    RunningGateway running = RunningGateway.start(GatewayConfig.of(KAFKA).withPublish(SLOW));
    try (running;
        Http2Connection connection = new Http2Connection(running.gateway.uri())) {
      String key = running.newTenant("ending-streams");
      // The first request of a connection may take longer than the producer waits.
      assertThat(connection.post(LIVE, key, EMPTY_BATCH).join().status()).isEqualTo(202);
      List<CompletableFuture<Answer>> underWay = post(connection, key);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> running.requestsUnderWay() == STREAMS);

      running.gateway.close();

      assertThat(underWay).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(202));
      assertThat(TestTopics.read(KAFKA, Lane.LIVE, "ending-streams")).isNotEmpty();
      Awaitility.await().until(() -> !connection.isOpen());
    }
  }

  private static List<CompletableFuture<Answer>> post(Http2Connection connection, String key) {
    return IntStream.range(0, STREAMS)
        .mapToObj(i -> connection.post(LIVE, key, batch(event("v-" + i, 1))))
        .toList();
  }
}
