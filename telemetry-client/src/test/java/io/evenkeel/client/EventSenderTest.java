package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.evenkeel.client.ScriptedGateway.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventSenderTest {
  private static final Duration NEVER = Duration.ofHours(1);
  // Batches of 3, of which 2 may be open.
  private static final BatchOptions SMALL = new BatchOptions(3, 4_096, NEVER, 6, 8_192, 1);

  @SuppressWarnings("NullAway.Init") // started before each test
  private ScriptedGateway gateway;

  @SuppressWarnings("NullAway.Init") // started before each test
  private TelemetryClient client;

  @BeforeEach
  void start() throws IOException {
    gateway = new ScriptedGateway();
    ClientOptions options =
        new ClientOptions(
            gateway.uri(),
            "evk_test",
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5));
    client = new TelemetryClient(options, new RecordingPacing(), new SplittableRandom(1)::nextLong);
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  @Test
  void sendsABatchWhenItIsFull() throws Exception {
    try (EventSender sender = EventSender.live(client, SMALL)) {
      var outcomes = put(sender, 0, 3);

      assertThat(all(outcomes)).containsOnly(Outcome.Accepted.INSTANCE);
      assertThat(gateway.requests).hasSize(1);
    }
  }

  @Test
  void sendsABatchWhenItsBytesAreFull() throws Exception {
    BatchOptions bytes = new BatchOptions(1_000, 1_024, NEVER, 1_000, 1 << 20, 1);
    int eventBytes = event(0).length;
    try (EventSender sender = EventSender.live(client, bytes)) {
      put(sender, 0, 3 * 1_024 / eventBytes);
    }
    assertThat(gateway.requests).hasSizeGreaterThanOrEqualTo(3);
    assertThat(gateway.requests)
        .allSatisfy(request ->
            assertThat(request.events().size() * (eventBytes + 1)).isLessThanOrEqualTo(1_024));
  }

  @Test
  void sendsAnEventThatWaitedLongEnough() throws Exception {
    try (EventSender sender = EventSender.live(client, SMALL.lingering(Duration.ofMillis(1)))) {
      assertThat(all(put(sender, 0, 1))).containsExactly(Outcome.Accepted.INSTANCE);
    }
  }

  @Test
  void sendsAtOnceWhatIsFlushed() throws Exception {
    try (EventSender sender = EventSender.live(client, SMALL)) {
      var outcomes = put(sender, 0, 2);
      sender.flush();

      assertThat(all(outcomes)).hasSize(2);
    }
  }

  @Test
  void takesNoMoreThanMayBeOpenUntilThereIsRoom() throws Exception {
    gateway.holdRequests();
    try (EventSender sender = EventSender.live(client, SMALL)) {
      var first = put(sender, 0, 6);
      assertThat(sender.offer(event(6), Duration.ofMillis(1))).isEmpty();
      assertThat(sender.openEvents()).isEqualTo(6);

      gateway.gate.release(1_000);
      assertThat(all(first)).containsOnly(Outcome.Accepted.INSTANCE);

      CompletableFuture<Outcome> last =
          sender.offer(event(6), Duration.ofSeconds(20)).orElseThrow();
      sender.flush();
      assertThat(last.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.Accepted.INSTANCE);
    }
    assertThat(new HashSet<>(gateway.eventsReceived())).hasSize(7);
  }

  @Test
  void doesNotWaitForMoreWhileCallersWaitForRoom() throws Exception {
    int bytes = event(0).length;
    BatchOptions narrow = new BatchOptions(500, 1_024, NEVER, 500, 1_024, 1);
    try (EventSender sender = EventSender.live(client, narrow)) {
      // More than fits: the last ones get in because the first ones are sent.
      assertThat(put(sender, 0, 4 * 1_024 / bytes)).isNotEmpty();
    }
  }

  @Test
  void tellsOfEachEventWhatBecameOfIt() throws Exception {
    gateway.answers(
        Reply.of(
            202,
            "{\"accepted\":1,\"rejected\":[{\"index\":1,\"id\":\"1\",\"code\":\"c\",\"detail\":\"d\",\"retryable\":false},{\"index\":2,\"retryable\":true}]}"),
        Reply.of(403, "{\"code\":\"tenant-blocked\"}"));
    try (EventSender sender = EventSender.backfill(client, "job", SMALL)) {
      assertThat(all(put(sender, 0, 3)))
          .containsExactly(
              Outcome.Accepted.INSTANCE,
              new Outcome.Rejected("1", "c", "d"),
              new Outcome.GivenUp("HTTP 403 tenant-blocked"));
    }
    assertThat(gateway.requests.getFirst().path()).isEqualTo("/v1/backfill/job");
  }

  @Test
  void closingSendsWhatWaits() throws Exception {
    EventSender sender = EventSender.live(client, SMALL);
    var outcomes = put(sender, 0, 2);

    assertThat(sender.close(Duration.ofSeconds(20))).isTrue();

    assertThat(outcomes).allMatch(CompletableFuture::isDone);
    assertThat(all(outcomes)).containsOnly(Outcome.Accepted.INSTANCE);
    assertThatIllegalStateException().isThrownBy(() -> sender.put(event(9)));
  }

  @Test
  void closingGivesUpWhatIsNotAnsweredInTimeAndSaysSo() throws Exception {
    gateway.holdRequests();
    EventSender sender = EventSender.live(client, SMALL);
    var outcomes = put(sender, 0, 5);

    assertThat(sender.close(Duration.ofMillis(50))).isFalse();

    assertThat(all(outcomes)).hasSize(5).containsOnly(new Outcome.GivenUp("the sender was closed"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyEventComesToAnEndWhateverTheNetworkDoes(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 60; i++) {
      gateway.answers(
          switch (random.nextInt(5)) {
            case 0 -> Reply.DROP;
            case 1 -> Reply.of(503, "");
            case 2 -> new Reply(429, "3", "{}");
            case 3 -> Reply.of(200, "<html>Sign in</html>");
            default -> Reply.of(413, "{}");
          });
      gateway.answers(ScriptedGateway::accepting);
    }
    BatchOptions options = new BatchOptions(7, 4_096, Duration.ofMillis(1), 40, 65_536, 3);
    List<CompletableFuture<Outcome>> outcomes;
    try (EventSender sender = EventSender.live(client, options)) {
      outcomes = put(sender, 0, 400);
    }

    assertThat(outcomes).hasSize(400).allMatch(CompletableFuture::isDone);
    for (int i = 0; i < outcomes.size(); i++) {
      // Rejected: an event alone that is answered by 413.
      assertThat(outcomes.get(i).get())
          .isInstanceOfAny(Outcome.Accepted.class, Outcome.Rejected.class);
      assertThat(gateway.eventsReceived()).contains(new String(event(i), StandardCharsets.UTF_8));
    }
  }

  private static List<CompletableFuture<Outcome>> put(EventSender sender, int from, int count)
      throws InterruptedException {
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(sender.put(event(from + i)));
    }
    return outcomes;
  }

  private static List<Outcome> all(List<CompletableFuture<Outcome>> outcomes) throws Exception {
    List<Outcome> all = new ArrayList<>();
    for (CompletableFuture<Outcome> outcome : outcomes) {
      all.add(outcome.get(20, TimeUnit.SECONDS));
    }
    return all;
  }

  private static byte[] event(int seq) {
    return new OutgoingEvent("v", 1_790_000_000_000L, "s", seq, Map.of("speed", 1.5)).toJson();
  }
}
