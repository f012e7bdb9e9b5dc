package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryClientTest {
  private static final List<byte[]> EVENTS = List.of(event(0), event(1), event(2));

  private final Queue<Scripted> script = new ArrayDeque<>();
  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;

  private record Scripted(int status, String body) {}

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Scripted next = script.remove();
          byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(next.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void repeatsABatchUntilItIsAcknowledged() throws Exception {
    script.add(new Scripted(503, ""));
    script.add(new Scripted(503, ""));
    script.add(new Scripted(202, "{\"accepted\":3,\"rejected\":[]}"));

    SendResult result = send(Duration.ofSeconds(30));

    assertThat(result).isEqualTo(new SendResult(3, List.of(), 0, 3, ""));
    assertThat(bodies).hasSize(3).containsOnly(bodies.getFirst());
  }

  @Test
  void sendsOnlyTheUnacknowledgedEventsAgainAndKeepsTheirPlaces() throws Exception {
    script.add(
        new Scripted(
            202,
            "{\"accepted\":1,\"rejected\":[{\"index\":0,\"retryable\":true},{\"index\":2,\"retryable\":true}]}"));
    script.add(
        new Scripted(
            202,
            "{\"accepted\":1,\"rejected\":[{\"index\":1,\"code\":\"c\",\"detail\":\"d\",\"retryable\":false}]}"));

    SendResult result = send(Duration.ofSeconds(30));

    assertThat(result)
        .isEqualTo(new SendResult(2, List.of(new SendResult.Rejection(2, "c", "d")), 0, 2, ""));
    assertThat(bodies.get(1).lines()).hasSize(2).noneMatch(line -> line.contains("\"seq\":1"));
  }

  @Test
  void givesUpWithinItsBoundAndSaysHowManyEventsAreOpen() throws Exception {
    for (int i = 0; i < 100; i++) {
      script.add(new Scripted(503, "{\"code\":\"overloaded\"}"));
    }

    SendResult result = send(Duration.ofMillis(200));

    assertThat(result.unsent()).isEqualTo(3);
    assertThat(result.failure()).isEqualTo("HTTP 503 overloaded");
  }

  @Test
  void doesNotRepeatARefusal() throws Exception {
    script.add(new Scripted(401, "{\"code\":\"unauthorized\"}"));

    SendResult result = send(Duration.ofSeconds(30));

    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.isComplete()).isFalse();
  }

  private SendResult send(Duration giveUpAfter) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var options =
        new ClientOptions(
            uri,
            "evk_test",
            Duration.ofSeconds(5),
            giveUpAfter,
            Duration.ofMillis(10),
            Duration.ofMillis(50));
    try (TelemetryClient client = new TelemetryClient(options)) {
      return client.sendLive(EVENTS);
    }
  }

  private static byte[] event(int seq) {
    return new OutgoingEvent("v", 1_790_000_000_000L, "s", seq, Map.of("speed", 1.5)).toJson();
  }
}
