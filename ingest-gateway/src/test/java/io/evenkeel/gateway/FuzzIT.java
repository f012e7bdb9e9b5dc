package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.LIVE;
import static io.evenkeel.gateway.RunningGateway.batch;
import static io.evenkeel.gateway.RunningGateway.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.connection.ConnectionConfig;
import io.evenkeel.localstack.testing.TestStacks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, the gateway refuses or closes, and goes on; it never fails. */
class FuzzIT {
  private static final int CASES = 600;
  private static final int AT_ONCE = 32;
  private static final long SEED = 20_261_121;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})");

  private static final List<String> METHODS =
      List.of(
          "POST",
          "POST",
          "POST",
          "GET",
          "HEAD",
          "PUT",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "BREW",
          "post",
          "",
          "PO\u0000ST");
  private static final List<String> PATHS =
      List.of(
          LIVE,
          LIVE,
          LIVE,
          LIVE + "?dry_run=true",
          LIVE + "?dry_run=%",
          LIVE + "?dry_run=%zz",
          LIVE + "?%00",
          LIVE + "/",
          "/",
          "//",
          "*",
          "",
          "/v1/backfill/%2e%2e%2f",
          "/v1/backfill/%",
          "/v1/backfill/%zz",
          "/v1/backfill/%00",
          "/v1/backfill/a/b",
          "/v1/backfill/%F0%28%8C%28",
          "/v1/backfill/" + "x".repeat(3_000),
          "/" + "y".repeat(5_000),
          "/../../etc/passwd",
          "http://other.example/v1/telemetry",
          "http://",
          "http://[::1/",
          "/v1/telemetry#x",
          "/errors/%2e%2e",
          "/docs/%2e%2e%2findex.html",
          "/openapi.yaml",
          "\u00e9",
          "/\u0000");
  private static final List<String> VERSIONS =
      List.of(
          "HTTP/1.1",
          "HTTP/1.1",
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/0.9",
          "HTTP/2.0",
          "HTTP/9.9",
          "HTP/1.1",
          "",
          "HTTP/1.1 x");
  private static final List<String> HEADERS =
      List.of(
          "Host: x",
          "Host: a\r\nHost: b",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Content-Length: 5\r\nContent-Length: 7",
          "Content-Length: 5, 5",
          "Content-Length: x",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: identity",
          "Transfer-Encoding: x",
          "Content-Encoding: gzip",
          "Content-Encoding: gzip, gzip",
          "Content-Encoding: br",
          "Content-Encoding:",
          "Content-Type: application/json",
          "Content-Type: application/x-ndjson",
          "Content-Type: ;;;",
          "Content-Type: a/b/c",
          "Content-Type: application/json; charset=nope",
          "Content-Type: multipart/form-data",
          "Content-Type: application/x-www-form-urlencoded",
          "Accept: text/html",
          "Accept: ;q=x",
          "Accept: */*;q=2",
          "Expect: 100-continue",
          "Expect: x",
          "Connection: close",
          "Connection: upgrade",
          "Upgrade: h2c\r\nHTTP2-Settings: AAA",
          "Upgrade: websocket",
          "Authorization: Bearer nobody",
          "Authorization: Basic eDp5",
          "Authorization:",
          "Evenkeel-Replay: -1",
          "Cookie: a=\u0000",
          "X: " + "x".repeat(7_000),
          "X: " + "x".repeat(20_000),
          "X\u0000Y: z",
          "no colon",
          ": no name",
          " folded: x",
          "Accept-Encoding: gzip",
          "Origin: http://x",
          "Range: bytes=0-",
          "Forwarded: for=x");

  private static RunningGateway running;
  private static String key;

  @BeforeAll
  static void start() {
    running =
        RunningGateway.start(
            GatewayConfig.of(TestStacks.shared().bootstrapServers())
                .withConnections(
                    new ConnectionConfig(Duration.ofMillis(150), Duration.ofMinutes(10), 1_000)));
    key = running.newTenant("fuzz");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void neverFailsAndLosesNothing() throws InterruptedException, ExecutionException {
    List<String> failures = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < CASES; i++) {
        long seed = SEED + i;
        answers.add(senders.submit(() -> exchange(new Random(seed))));
      }
      for (int i = 0; i < CASES; i++) {
        collectFailures(SEED + i, answers.get(i).get(), failures);
      }
    }

    assertThat(failures).isEmpty();
    assertThat(running.http.post(LIVE, key, batch(event("v", 1))).status()).isEqualTo(202);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(running.admin.get("/prometheus").body())
                .contains("evenkeel_gateway_in_flight_requests 0.0")
                .contains("evenkeel_gateway_in_flight_bytes 0.0")
                .doesNotContain("status=\"500\""));
    // Those of a gateway that another test has just closed take a moment to end.
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(eventLoops())
                .isLessThanOrEqualTo(2L * Runtime.getRuntime().availableProcessors()));
  }

  private static void collectFailures(long seed, String answer, List<String> failures) {
    Matcher status = STATUS.matcher(answer);
    while (status.find()) {
      if (status.group(1).startsWith("5") && !status.group(1).equals("503")) {
        failures.add("seed " + seed + ": " + answer);
      }
    }
  }

  // Of this process: the gateway and its clients.
  private static long eventLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("EventLoopGroup"))
        .count();
  }

  private static String exchange(Random random) throws IOException {
    try (RawConnection connection = RawConnection.to(running.gateway.uri())) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        connection.send(request(random));
      }
      // The rest is cut off by the time that a request has.
      connection.send("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n ");
      return connection.readAll();
    } catch (SocketException e) {
      // The gateway had heard enough.
      return "";
    }
  }

  private static byte[] request(Random random) throws IOException {
    byte[] body = body(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String head =
        pick(random, METHODS)
            + " "
            + pick(random, PATHS)
            + " "
            + pick(random, VERSIONS)
            + (random.nextInt(20) == 0 ? "\n" : "\r\n")
            + headers(random, body.length)
            + "\r\n";
    out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    byte[] whole = out.toByteArray();
    if (random.nextInt(6) == 0) {
      whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
    }
    return whole;
  }

  private static String headers(Random random, int length) {
    List<String> lines =
        random
            .ints(random.nextInt(4), 0, HEADERS.size())
            .mapToObj(HEADERS::get)
            .collect(Collectors.toCollection(ArrayList::new));
    if (random.nextInt(10) > 0) {
      lines.add("Authorization: Bearer " + key);
    }
    if (random.nextInt(10) == 0) {
      lines.add("Authorization: Bearer " + key);
    }
    if (random.nextInt(3) > 0) {
      lines.add("Content-Type: application/json");
    }
    if (random.nextInt(4) > 0) {
      lines.add("Content-Length: " + length);
    }
    return lines.stream().map(line -> line + "\r\n").collect(Collectors.joining());
  }

  private static byte[] body(Random random) throws IOException {
    return switch (random.nextInt(8)) {
      case 0 -> new byte[0];
      case 1 -> randomBytes(random, random.nextInt(300));
      case 2 -> gzip(text(batch(event("v", random.nextInt(100)))));
      case 3 -> gzip(randomBytes(random, 100));
      case 4 -> text("5\r\n{\"eve\r\nzz\r\n");
      case 5 -> text("9\r\n{\"events\"\r\n4\r\n:[]}\r\n0\r\nTrailer: x\r\n\r\n");
      case 6 -> text("[".repeat(random.nextInt(5_000)));
      default -> mutated(random, text(batch(event("v", random.nextInt(100)))));
    };
  }

  private static byte[] mutated(Random random, byte[] bytes) {
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
