package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.EMPTY_BATCH;
import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.connection.ConnectionConfig;
import io.evenkeel.gateway.publish.PublishConfig;
import io.evenkeel.localstack.testing.TestStacks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow senders, and too many of them, over HTTP/1.1. */
class ConnectionIT {
  private static final int CONNECTIONS_MAX = 20;

  // Every batch waits longer for its acknowledgement than a request may take to arrive.
  private static final PublishConfig LINGERING =
      new PublishConfig(
          Duration.ofMillis(900),
          128 * 1024,
          4 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private static RunningGateway running;
  private static String key;

  @BeforeAll
  static void start() {
    running =
        RunningGateway.start(
            GatewayConfig.of(TestStacks.shared().bootstrapServers())
                .withPublish(LINGERING)
                .withConnections(
                    new ConnectionConfig(
                        Duration.ofMillis(400), Duration.ofMinutes(10), CONNECTIONS_MAX)));
    key = running.newTenant("slow");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void cutsOffASenderThatTricklesItsHeaders() throws IOException {
    try (RawConnection slow = connect()) {
      slow.trickle("POST /v1/telemetry HTTP/1.1\r\nHost: " + "x".repeat(500));

      assertRequestTimeout(slow.readAll());
    }
  }

  @Test
  void cutsOffASenderThatTricklesItsBodyAndGivesItsPlaceBack() throws IOException {
    try (RawConnection slow = connect()) {
      slow.send(head("Content-Length: 1000"));
      slow.trickle(" ".repeat(900));

      assertRequestTimeout(slow.readAll());
    }
    try (RawConnection slow = connect()) {
      slow.send(head("Transfer-Encoding: chunked"));
      slow.trickle("1\r\n \r\n".repeat(100));

      assertRequestTimeout(slow.readAll());
    }
    awaitNothingInFlight();
  }

  @Test
  void cutsOffASenderThatTricklesOnAfterItsAnswer() throws IOException {
    try (RawConnection slow = connect()) {
      slow.send("POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
      slow.trickle(" ".repeat(900));

      assertThat(slow.readAll()).startsWith("HTTP/1.1 401").doesNotContain("408");
    }
  }

  @Test
  void waitsForTheAcknowledgementAndKeepsAnIdleConnection() throws IOException {
    String body = batch(event("v", 1));
    String request = head("Content-Length: " + body.length()) + body;
    try (RawConnection patient = connect();
        RawConnection slow = connect()) {
      patient.send(request);
      assertThat(patient.readHead()).startsWith("HTTP/1.1 202");

      // Takes longer than a request may.
      slow.trickle("GET");
      slow.readAll();

      patient.send(request);
      assertThat(patient.readHead()).startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void aPipelinedRequestIsNotLateBecauseAnEarlierOneWaits() throws IOException {
    String body = batch(event("v", 2));
    String request = head("Content-Length: " + body.length()) + body;
    try (RawConnection pipelining = connect()) {
      pipelining.send(request + request + request + request.substring(0, 30));
      for (int i = 0; i < 3; i++) {
        assertThat(pipelining.readHead()).startsWith("HTTP/1.1 202");
      }
      pipelining.send(request.substring(30));
      assertThat(pipelining.readHead()).startsWith("HTTP/1.1 202");
    }
  }

  @Test
  void closesConnectionsBeyondTheBoundAtOnce() throws IOException {
    List<RawConnection> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS_MAX; i++) {
        open.add(connect());
      }
      // They are counted by several threads.
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(
                      running
                          .gateway
                          .meterRegistry()
                          .get("evenkeel.gateway.connections.open")
                          .gauge()
                          .value())
                  .isGreaterThanOrEqualTo(CONNECTIONS_MAX));
      try (RawConnection surplus = connect()) {
        assertThat(surplus.readAll()).isEmpty();
      }
    } finally {
      for (RawConnection connection : open) {
        connection.close();
      }
    }
    assertThat(running.admin.get("/prometheus").body())
        .containsPattern("evenkeel_gateway_connections_refused_total [1-9]");
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(running.http.post(LIVE, key, EMPTY_BATCH).status()).isEqualTo(202));
  }

  @Test
  void anUpgradeInTheClearStaysHttp1() {
    try (TestHttp upgrading = TestHttp.http2(running.gateway.uri())) {
      Reply reply = upgrading.post(LIVE, key, " ".repeat(20_000) + EMPTY_BATCH);

      assertThat(reply.status()).isEqualTo(202);
    }
  }

  private static void assertRequestTimeout(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 408")
        .containsIgnoringCase("connection: close")
        .contains("application/problem+json")
        .contains("\"code\":\"request-timeout\"");
  }

  private static void awaitNothingInFlight() {
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(running.admin.get("/prometheus").body())
                .contains("evenkeel_gateway_in_flight_requests 0.0")
                .contains("evenkeel_gateway_in_flight_bytes 0.0"));
  }

  private static String head(String length) {
    return "POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + key
        + "\r\n"
        + length
        + "\r\n\r\n";
  }

  private static RawConnection connect() throws IOException {
    return RawConnection.to(running.gateway.uri());
  }
}
