package io.evenkeel.gateway;

import io.evenkeel.gateway.admission.LimitConfig;
import io.evenkeel.gateway.admission.RecoveryConfig;
import io.evenkeel.gateway.admission.RefusalConfig;
import io.evenkeel.gateway.api.InFlightConfig;
import io.evenkeel.gateway.connection.ConnectionConfig;
import io.evenkeel.gateway.connection.TlsConfig;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.directory.DirectoryConfig;
import io.evenkeel.gateway.letter.LetterConfig;
import io.evenkeel.gateway.publish.PublishConfig;
import io.micronaut.core.value.PropertyResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads a gateway's configuration from properties, for a gateway as a process of its own. A key
 * such as {@code evenkeel.gateway.publish.linger} is also the environment variable {@code
 * EVENKEEL_GATEWAY_PUBLISH_LINGER}.
 */
final class GatewaySettings {
  private final PropertyResolver properties;

  GatewaySettings(PropertyResolver properties) {
    this.properties = properties;
  }

  /**
   * The configuration.
   *
   * @throws IllegalArgumentException if a value is not possible; the message names the key
   */
  GatewayConfig read() {
    GatewayConfig defaults = GatewayConfig.of("localhost:9092");
    return new GatewayConfig(
        get("bootstrap-servers", defaults.kafkaBootstrapServers()),
        get("host", "0.0.0.0"),
        get("port", 8080),
        get("admin-port", 8081),
        connections(),
        tls(),
        durability(),
        decode(),
        inFlight(),
        publish(),
        directory(),
        limits(),
        recovery(),
        refusals(),
        new LetterConfig(get("dead-letters.buffer-bytes-max", defaults.letters().bufferBytesMax())),
        get("retry-after-max", defaults.retryAfterMax()),
        get("start-timeout", defaults.startTimeout()),
        get("stop-timeout", defaults.stopTimeout()),
        get("simulate-answers", Boolean.class, defaults.simulateAnswers()));
  }

  private ConnectionConfig connections() {
    ConnectionConfig defaults = ConnectionConfig.DEFAULT;
    return new ConnectionConfig(
        get("connections.request-timeout", defaults.requestTimeout()),
        get("connections.age-max", defaults.ageMax()),
        get("connections.max", defaults.max()));
  }

  private Optional<TlsConfig> tls() {
    String certificate = get("tls.certificate-file", "");
    String key = get("tls.key-file", "");
    if (certificate.isBlank() != key.isBlank()) {
      throw new IllegalArgumentException(
          "gateway.tls.certificate-file and gateway.tls.key-file belong together");
    }
    return certificate.isBlank()
        ? Optional.empty()
        : Optional.of(new TlsConfig(Path.of(certificate), Path.of(key)));
  }

  private DurabilityConfig durability() {
    DurabilityConfig defaults = DurabilityConfig.PRODUCTION;
    return new DurabilityConfig(
        get("durability.replicas-min", defaults.replicasMin()),
        get("durability.insync-min", defaults.insyncMin()));
  }

  private DecodeConfig decode() {
    DecodeConfig defaults = DecodeConfig.DEFAULT;
    return new DecodeConfig(
        get("decode.body-sent-bytes-max", defaults.bodySentBytesMax()),
        get("decode.body-decoded-bytes-max", defaults.bodyDecodedBytesMax()),
        get("decode.events-max", defaults.eventsMax()),
        get("decode.ahead-max", defaults.aheadMax()),
        get("decode.age-live-max", defaults.ageLiveMax()),
        get("decode.age-backfill-max", defaults.ageBackfillMax()));
  }

  private InFlightConfig inFlight() {
    InFlightConfig defaults = InFlightConfig.DEFAULT;
    return new InFlightConfig(
        get("in-flight.requests-max", defaults.requestsMax()),
        get("in-flight.bytes-max", defaults.bytesMax()));
  }

  private PublishConfig publish() {
    PublishConfig defaults = PublishConfig.DEFAULT;
    return new PublishConfig(
        get("publish.linger", defaults.linger()),
        get("publish.batch-bytes", defaults.batchBytes()),
        get("publish.buffer-bytes-max", defaults.bufferBytesMax()),
        get("publish.delivery-timeout", defaults.deliveryTimeout()),
        get("publish.watch-every", defaults.watchEvery()));
  }

  private DirectoryConfig directory() {
    DirectoryConfig defaults = DirectoryConfig.DEFAULT;
    return new DirectoryConfig(
        get("directory.confirm-every", defaults.confirmEvery()),
        get("directory.unconfirmed-max", defaults.unconfirmedMax()),
        get("directory.entries-max", defaults.entriesMax()));
  }

  private LimitConfig limits() {
    LimitConfig defaults = LimitConfig.DEFAULT;
    return new LimitConfig(
        get("limits.vehicle-events-per-second", defaults.vehicleEventsPerSecond()),
        get("limits.vehicle-burst-events", defaults.vehicleBurstEvents()),
        get("limits.vehicles-max", defaults.vehiclesMax()),
        get("limits.live-events-per-second", defaults.liveEventsPerSecond()),
        get("limits.live-burst-events", defaults.liveBurstEvents()),
        get("limits.backfill-events-per-second", defaults.backfillEventsPerSecond()),
        get("limits.backfill-burst-events", defaults.backfillBurstEvents()),
        get("limits.replicas-dns", defaults.replicasDns()),
        get("limits.replicas-every", defaults.replicasEvery()),
        get("limits.headers", Boolean.class, defaults.headers()));
  }

  private RecoveryConfig recovery() {
    RecoveryConfig defaults = RecoveryConfig.DEFAULT;
    return new RecoveryConfig(
        get("recovery.stall-after", defaults.stallAfter()),
        get("recovery.failures-max", defaults.failuresMax()),
        get("recovery.probe-every", defaults.probeEvery()),
        get("recovery.probes-max", defaults.probesMax()),
        get("recovery.step", defaults.step()));
  }

  private RefusalConfig refusals() {
    RefusalConfig defaults = RefusalConfig.DEFAULT;
    return new RefusalConfig(
        get("refusals.events-per-second", defaults.eventsPerSecond()),
        get("refusals.burst-events", defaults.burstEvents()));
  }

  private String get(String key, String otherwise) {
    return get(key, String.class, otherwise);
  }

  private int get(String key, int otherwise) {
    return get(key, Integer.class, otherwise);
  }

  private long get(String key, long otherwise) {
    return get(key, Long.class, otherwise);
  }

  private Duration get(String key, Duration otherwise) {
    return get(key, Duration.class, otherwise);
  }

  private <T> T get(String key, Class<T> type, T otherwise) {
    String full = "evenkeel.gateway." + key;
    if (!properties.containsProperty(full)) {
      return otherwise;
    }
    return properties
        .getProperty(full, type)
        .orElseThrow(() ->
            new IllegalArgumentException(full + " cannot be read as a " + type.getSimpleName()));
  }
}
