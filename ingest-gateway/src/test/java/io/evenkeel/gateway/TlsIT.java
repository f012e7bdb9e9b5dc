package io.evenkeel.gateway;

import static io.evenkeel.gateway.RunningGateway.EMPTY_BATCH;
import static io.evenkeel.gateway.RunningGateway.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.gateway.TestHttp.Reply;
import io.evenkeel.gateway.connection.ConnectionConfig;
import io.evenkeel.gateway.connection.TlsConfig;
import io.evenkeel.localstack.testing.TestStacks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS, HTTP/2, and the end of old connections. */
class TlsIT {
  @TempDir private static Path directory;

  private static final Duration YOUNG = Duration.ofMillis(600);

  private static TestCertificates certificates;
  private static RunningGateway running;
  private static String key;

  @BeforeAll
  static void start() {
    certificates = new TestCertificates(directory);
    certificates.write();
    running = RunningGateway.start(config(), certificates.trust());
    key = running.newTenant("tls");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @EnumSource
  void speaksWhatTheClientSpeaks(HttpClient.Version version) {
    try (TestHttp http = TestHttp.tls(running.gateway.uri(), version, certificates.trust())) {
      Reply reply = http.post(LIVE, key, EMPTY_BATCH);

      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.version()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRequestIsLostWhenConnectionsEnd(HttpClient.Version version) {
    double before = ended();
    try (TestHttp http = TestHttp.tls(running.gateway.uri(), version, certificates.trust())) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .untilAsserted(() -> {
            List<CompletableFuture<Reply>> together =
                IntStream.range(0, 4)
                    .mapToObj(i -> http.postAsync(LIVE, key, EMPTY_BATCH))
                    .toList();
            // Not an assertion that may fail for a while.
            for (CompletableFuture<Reply> reply : together) {
              if (reply.join().status() != 202) {
                throw new IllegalStateException("Lost: " + reply.join());
              }
            }
            assertThat(ended()).isGreaterThanOrEqualTo(before + 3);
          });
    }
  }

  @Test
  void cutsOffASlowStreamAndNotItsConnection() {
    try (TestHttp http =
        TestHttp.tls(running.gateway.uri(), HttpClient.Version.HTTP_2, certificates.trust())) {
      Reply slow =
          http.send(
              http.request(LIVE, key, "application/json", new byte[0]).POST(new NeverEnding()));
      Reply next = http.post(LIVE, key, EMPTY_BATCH);

      assertThat(slow.status()).isEqualTo(408);
      assertThat(slow.code()).isEqualTo("request-timeout");
      assertThat(next.status()).isEqualTo(202);
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(running.admin.get("/prometheus").body())
                .contains("evenkeel_gateway_in_flight_requests 0.0")
                .contains("evenkeel_gateway_in_flight_bytes 0.0"));
  }

  @Test
  void usesANewCertificateWithoutARestartAndKeepsTheOldOneIfItIsBroken() throws IOException {
    byte[] first = certificates.served(running.gateway.uri());
    try (SSLSocket socket = certificates.connect(running.gateway.uri());
        RawConnection old = RawConnection.over(socket)) {
      old.send(request());
      assertThat(old.readHead()).startsWith("HTTP/1.1 202");

      certificates.write();
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(certificates.served(running.gateway.uri())).isNotEqualTo(first));
      old.send(request());
      assertThat(old.readHead()).startsWith("HTTP/1.1 202");
    }
    byte[] second = certificates.served(running.gateway.uri());

    Files.writeString(certificates.files().certificateFile(), "oops");
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(running.admin.get("/prometheus").body())
                .containsPattern("tls_reload_failures_total [1-9]")
                .containsPattern("tls_certificate_expiry_seconds [1-9]"));
    assertThat(certificates.served(running.gateway.uri())).isEqualTo(second);
    certificates.write();
  }

  @Test
  void saysAtStartWhatIsWrongWithTheFiles() throws IOException {
    Path oops = directory.resolve("oops.pem");
    Files.writeString(oops, "oops");
    Path missing = directory.resolve("missing.pem");
    TlsConfig good = certificates.files();

    assertRefused(new TlsConfig(missing, good.keyFile()), "missing.pem cannot be read");
    assertRefused(new TlsConfig(oops, good.keyFile()), "oops.pem");
    assertRefused(new TlsConfig(good.certificateFile(), oops), "oops.pem has no PKCS#8 key");
    assertRefused(
        new TlsConfig(good.certificateFile(), certificates.otherKeyFile()),
        "other.key is not that of");
  }

  @Test
  void refusesToStartWhenTopicsAreNotDurable() {
    GatewayConfig demanding =
        GatewayConfig.of(running.kafka).withDurability(DurabilityConfig.PRODUCTION);

    assertThatThrownBy(() -> Gateway.start(demanding).close())
        .isInstanceOf(GatewayStartException.class)
        .hasMessage(
            "The topic evenkeel.telemetry.live has replication factor 1, but the gateway needs at"
                + " least 3 (gateway.durability.replicas-min)");
  }

  private static void assertRefused(TlsConfig files, String message) {
    assertThatThrownBy(() -> Gateway.start(config().withTls(files)).close())
        .isInstanceOf(GatewayStartException.class)
        .hasMessageContaining(message);
  }

  private static GatewayConfig config() {
    return GatewayConfig.of(TestStacks.shared().bootstrapServers())
        .withConnections(new ConnectionConfig(Duration.ofMillis(500), YOUNG, 1_000))
        .withTls(certificates.files());
  }

  private static String request() {
    return "POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + key
        + "\r\nContent-Length: "
        + EMPTY_BATCH.length()
        + "\r\n\r\n"
        + EMPTY_BATCH;
  }

  private static double ended() {
    return running
        .gateway
        .meterRegistry()
        .get("evenkeel.gateway.connections.ended")
        .tag("reason", "age")
        .counter()
        .count();
  }

  /** A body that begins and does not go on. */
  private static final class NeverEnding implements BodyPublisher {
    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            private boolean begun;

            @Override
            public void request(long n) {
              if (!begun) {
                begun = true;
                subscriber.onNext(ByteBuffer.wrap("{".getBytes(StandardCharsets.US_ASCII)));
              }
            }

            @Override
            public void cancel() {}
          });
    }
  }
}
