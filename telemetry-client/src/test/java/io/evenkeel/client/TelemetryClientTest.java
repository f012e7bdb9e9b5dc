package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.client.ScriptedGateway.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryClientTest {
  private static final List<byte[]> EVENTS = List.of(event(0), event(1), event(2));

  private final RecordingPacing pacing = new RecordingPacing();

  @SuppressWarnings("NullAway.Init") // started before each test
  private ScriptedGateway gateway;

  @BeforeEach
  void startServer() throws IOException {
    gateway = new ScriptedGateway();
  }

  @AfterEach
  void stopServer() {
    gateway.close();
  }

  @Test
  void repeatsABatchUnchangedUntilItIsAcknowledged() throws Exception {
    gateway.answers(Reply.of(503, ""), Reply.of(429, ""), Reply.of(408, ""), Reply.DROP);

    SendResult result = send(options());

    assertThat(result).isEqualTo(new SendResult(3, List.of(), 0, 5, ""));
    assertThat(gateway.requests)
        .hasSize(5)
        .extracting(ScriptedGateway.Request::events)
        .containsOnly(gateway.requests.getFirst().events());
  }

  @Test
  void saysHowOftenItSentTheSameBefore() throws Exception {
    gateway.answers(Reply.of(503, ""), Reply.DROP);

    send(options());

    assertThat(gateway.requests)
        .extracting(ScriptedGateway.Request::retryAttempt)
        .containsExactly("", "1", "2");
  }

  @Test
  void waitsAsLongAsItIsAskedAndALittleMore() throws Exception {
    gateway.answers(new Reply(429, "7", ""), new Reply(503, "60", ""), Reply.of(503, ""));

    send(options());

    assertThat(pacing.pauses).hasSize(3);
    assertThat(pacing.pauses.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_100));
    assertThat(pacing.pauses.get(1)).isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_200));
    assertThat(pacing.pauses.get(2)).isBetween(Duration.ZERO, Duration.ofMillis(400));
  }

  @Test
  void sendsOnlyTheUnacknowledgedEventsAgainAndKeepsTheirPlaces() throws Exception {
    gateway.answers(
        Reply.of(
            202,
            "{\"accepted\":1,\"rejected\":[{\"index\":0,\"retryable\":true},{\"index\":2,\"retryable\":true}]}"),
        Reply.of(
            202,
            "{\"accepted\":1,\"rejected\":[{\"index\":1,\"id\":\"2\",\"code\":\"c\",\"detail\":\"d\",\"retryable\":false}]}"));

    SendResult result = send(options());

    assertThat(result)
        .isEqualTo(
            new SendResult(2, List.of(new SendResult.Rejection(2, "2", "c", "d")), 0, 2, ""));
    assertThat(gateway.requests.get(1).events())
        .containsExactly(text(EVENTS.get(0)), text(EVENTS.get(2)));
  }

  @Test
  void takesARejectionForGoodOutOfABatchThatIsThrottled() throws Exception {
    gateway.answers(
        Reply.of(
            429,
            "{\"code\":\"t\",\"rejected\":[{\"index\":1,\"code\":\"c\",\"detail\":\"d\",\"retryable\":false},{\"index\":2,\"code\":\"t\",\"retryable\":true}]}"));

    SendResult result = send(options());

    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.rejected()).extracting(SendResult.Rejection::index).containsExactly(1);
    assertThat(gateway.requests.get(1).events()).hasSize(2);
  }

  @Test
  void splitsABatchThatIsTooLargeAndRejectsAnEventThatIsTooLargeAlone() throws Exception {
    for (int i = 0; i < 5; i++) {
      gateway.answers(request ->
          request.events().size() > 1 || request.events().contains(text(EVENTS.get(1)))
              ? Reply.of(413, "{\"code\":\"body-too-large\",\"detail\":\"too large\"}")
              : ScriptedGateway.accepting(request));
    }

    SendResult result = send(options());

    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.rejected())
        .containsExactly(new SendResult.Rejection(1, "", "body-too-large", "too large"));
    assertThat(pacing.pauses).isEmpty();
  }

  @Test
  void givesUpWithinItsBoundOfTimeAndSaysHowManyEventsAreOpen() throws Exception {
    for (int i = 0; i < 100; i++) {
      gateway.answers(Reply.of(503, "{\"code\":\"overloaded\"}"));
    }

    SendResult result = send(options().givingUpAfter(Duration.ofSeconds(2)));

    assertThat(result.unsent()).isEqualTo(3);
    assertThat(result.failure()).isEqualTo("HTTP 503 overloaded");
    assertThat(pacing.nanoTime()).isLessThanOrEqualTo(2_000_000_000);
  }

  @Test
  void givesUpAfterItsBoundOfAttempts() throws Exception {
    gateway.answers(Reply.DROP, Reply.DROP, Reply.DROP);

    SendResult result = send(options().givingUpAfterAttempts(3));

    assertThat(result.attempts()).isEqualTo(3);
    assertThat(result.unsent()).isEqualTo(3);
    assertThat(result.failure()).startsWith("no answer from the gateway");
  }

  @Test
  void triesForEverIfItIsAllowedTo() throws Exception {
    for (int i = 0; i < 300; i++) {
      gateway.answers(Reply.of(503, ""));
    }

    assertThat(send(options().givingUpAfter(Duration.ZERO)).attempts()).isEqualTo(301);
    assertThat(Duration.ofNanos(pacing.nanoTime())).isGreaterThan(Duration.ofMinutes(2));
  }

  @Test
  void doesNotRepeatARefusal() throws Exception {
    gateway.answers(Reply.of(401, "{\"code\":\"unauthenticated\"}"));

    SendResult result = send(options());

    assertThat(result).isEqualTo(new SendResult(0, List.of(), 3, 1, "HTTP 401 unauthenticated"));
  }

  @Test
  void compressesAndSaysSo() throws Exception {
    send(options().coded(BodyCoding.GZIP));

    assertThat(gateway.requests.getFirst().encoding()).isEqualTo("gzip");
    assertThat(gateway.requests.getFirst().events()).hasSize(3);
  }

  private SendResult send(ClientOptions options) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    try (TelemetryClient client = new TelemetryClient(options, pacing, random)) {
      return client.sendLive(EVENTS);
    }
  }

  private ClientOptions options() {
    return new ClientOptions(
        gateway.uri(),
        "evk_test",
        Duration.ofSeconds(20),
        Duration.ofMinutes(5),
        Duration.ofMillis(100),
        Duration.ofSeconds(5));
  }

  private static String text(byte[] event) {
    return new String(event, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] event(int seq) {
    return new OutgoingEvent("v", 1_790_000_000_000L, "s", seq, Map.of("speed", 1.5)).toJson();
  }
}
