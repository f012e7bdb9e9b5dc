package io.evenkeel.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.cli.page.PageServer.Answer;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageServerTest {
  private static final Map<String, PageServer.Route> ROUTES =
      Map.of("/api/x", () -> Answer.json(200, Map.of("x", 1)), "/api/y", () -> Answer.NOTHING_YET);

  @SuppressWarnings("NullAway.Init") // started before each test
  private PageServer server;

  @BeforeEach
  void start() throws IOException {
    server = PageServer.start(new PagePort(0, false), ROUTES);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithHeadersThatAllowNothingFromElsewhere() throws Exception {
    assertThat(ask("GET /api/x", host()))
        .startsWith("HTTP/1.1 200")
        .contains("default-src 'none'; script-src 'self'", "nosniff", "no-store")
        .contains("application/json")
        .doesNotContain("unsafe-", "Access-Control-Allow-Origin")
        .endsWith("{\"x\":1}");
  }

  @Test
  void answersToItsOwnNameOnlySoThatAForeignSiteReadsNothing() throws Exception {
    assertThat(ask("GET /api/x", "rebound.example:" + server.uri().getPort()))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("\"x\"");
    assertThat(ask("GET /api/x", "localhost:" + server.uri().getPort())).startsWith("HTTP/1.1 200");
  }

  @Test
  void changesNothing() throws Exception {
    assertThat(ask("POST /api/x", host())).startsWith("HTTP/1.1 405");
    assertThat(ask("HEAD /api/x", host())).startsWith("HTTP/1.1 200").doesNotContain("\"x\"");
  }

  @Test
  void answersWithoutABodyWhileThereIsNothing() throws Exception {
    assertThat(ask("GET /api/y", host())).startsWith("HTTP/1.1 204").endsWith("\r\n\r\n");
  }

  @Test
  void knowsNoOtherPath() throws Exception {
    assertThat(ask("GET /../page.css", host())).startsWith("HTTP/1.1 404");
    assertThat(ask("GET /api/x/y", host())).startsWith("HTTP/1.1 404");
  }

  @Test
  void takesAnotherPortOnlyWhereNoneWasAskedFor() throws Exception {
    int taken = server.uri().getPort();

    try (PageServer other = PageServer.start(new PagePort(taken, true), ROUTES)) {
      assertThat(other.uri().getPort()).isNotEqualTo(taken);
    }
    assertThatThrownBy(() -> PageServer.start(new PagePort(taken, false), ROUTES))
        .isInstanceOf(BindException.class);
  }

  private String host() {
    return server.uri().getAuthority();
  }

  private String ask(String request, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      String text = request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
