package io.evenkeel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.TestDirectory.IssuedKey;
import io.evenkeel.gateway.publish.PublishConfig;
import io.evenkeel.model.directory.KeyScope;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A gateway on a Kafka with its topics, and both sides of it: vehicles and the operator. */
final class RunningGateway implements AutoCloseable {
  static final String LIVE = "/v1/telemetry";
  static final String EMPTY_BATCH = "{\"events\":[]}";

  /** The producer waits so long for more to send; so long each request is under way. */
  static final PublishConfig SLOW =
      new PublishConfig(
          Duration.ofMillis(900),
          128 * 1024,
          4 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));

  final String kafka;
  final Gateway gateway;
  final TestDirectory directory;
  final TestHttp http;
  final TestHttp admin;

  private RunningGateway(GatewayConfig config, Function<URI, TestHttp> client) {
    this.kafka = config.kafkaBootstrapServers();
    TestTopics.create(kafka);
    this.gateway = Gateway.start(config);
    this.directory = new TestDirectory(kafka);
    this.http = client.apply(gateway.uri());
    this.admin = new TestHttp(gateway.metricsUri());
  }

  static RunningGateway start(GatewayConfig config) {
    return new RunningGateway(config, TestHttp::new);
  }

  /** One that speaks TLS. */
  static RunningGateway start(GatewayConfig config, SSLContext trust) {
    return new RunningGateway(config, uri -> TestHttp.tls(uri, HttpClient.Version.HTTP_1_1, trust));
  }

  /** A new tenant's key that the gateway knows already. */
  String newTenant(String slug) {
    directory.putTenant(slug);
    return newKey(slug, "", KeyScope.INGEST, KeyScope.BACKFILL).bearer();
  }

  IssuedKey newKey(String tenant, String vehicle, KeyScope... scopes) {
    IssuedKey key = directory.putKey(tenant, vehicle, 0, Set.of(scopes));
    String path = key.key().scopes().contains(KeyScope.INGEST) ? LIVE : "/v1/backfill/probe";
    Awaitility.await()
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .untilAsserted(() ->
            assertThat(http.post(path, key.bearer(), EMPTY_BATCH).status()).isNotEqualTo(401));
    return key;
  }

  /** Requests that wait for their answer. */
  double requestsUnderWay() {
    return gateway.meterRegistry().get("evenkeel.gateway.in.flight.requests").gauge().value();
  }

  /** The metrics but for the one that names tenants; vehicles are named by none. */
  static String withoutTenantCounter(String metrics) {
    return metrics
        .lines()
        .filter(line -> !line.startsWith("evenkeel_gateway_tenant_events_total{"))
        .collect(Collectors.joining("\n"));
  }

  static String batch(String... events) {
    return "{\"events\":[" + String.join(",", events) + "]}";
  }

  static String event(String vehicle, long seq) {
    return event(vehicle, seq, Instant.now());
  }

  static String event(String vehicle, long seq, Instant time) {
    return "{\"vehicle\":\"%s\",\"seq\":%d,\"time\":\"%s\",\"signals\":{\"speed\":50,\"color\":\"red\"}}"
        .formatted(vehicle, seq, time);
  }

  @Override
  public void close() {
    http.close();
    admin.close();
    directory.close();
    gateway.close();
  }
}
