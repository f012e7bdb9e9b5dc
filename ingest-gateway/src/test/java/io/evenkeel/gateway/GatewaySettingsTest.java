package io.evenkeel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySourcePropertyResolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {
  @Test
  void defaultsAreThoseOfAProcessOfItsOwn() {
    GatewayConfig config = read(Map.of());

    assertThat(config)
        .isEqualTo(
            GatewayConfig.of("localhost:9092")
                .withHost("0.0.0.0")
                .withPorts(8080, 8081)
                .withDurability(new DurabilityConfig(3, 2)));
  }

  @Test
  void readsEveryKey() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("evenkeel.gateway.bootstrap-servers", "a:1,b:2");
    keys.put("evenkeel.gateway.host", "127.0.0.2");
    keys.put("evenkeel.gateway.port", "1");
    keys.put("evenkeel.gateway.admin-port", "2");
    keys.put("evenkeel.gateway.decode.body-sent-bytes-max", "3");
    keys.put("evenkeel.gateway.decode.body-decoded-bytes-max", "4");
    keys.put("evenkeel.gateway.decode.events-max", "5");
    keys.put("evenkeel.gateway.decode.ahead-max", "6s");
    keys.put("evenkeel.gateway.decode.age-live-max", "7m");
    keys.put("evenkeel.gateway.decode.age-backfill-max", "8d");
    keys.put("evenkeel.gateway.in-flight.requests-max", "9");
    keys.put("evenkeel.gateway.in-flight.bytes-max", "10");
    keys.put("evenkeel.gateway.publish.linger", "11ms");
    keys.put("evenkeel.gateway.publish.batch-bytes", "12");
    keys.put("evenkeel.gateway.publish.buffer-bytes-max", "1300000");
    keys.put("evenkeel.gateway.publish.delivery-timeout", "14s");
    keys.put("evenkeel.gateway.publish.watch-every", "15s");
    keys.put("evenkeel.gateway.directory.confirm-every", "16ms");
    keys.put("evenkeel.gateway.directory.unconfirmed-max", "17s");
    keys.put("evenkeel.gateway.directory.entries-max", "18");
    keys.put("evenkeel.gateway.connections.request-timeout", "24s");
    keys.put("evenkeel.gateway.connections.age-max", "25m");
    keys.put("evenkeel.gateway.connections.max", "28");
    keys.put("evenkeel.gateway.tls.certificate-file", "/tls/tls.crt");
    keys.put("evenkeel.gateway.tls.key-file", "/tls/tls.key");
    keys.put("evenkeel.gateway.durability.replicas-min", "30");
    keys.put("evenkeel.gateway.durability.insync-min", "29");
    keys.put("evenkeel.gateway.limits.vehicle-events-per-second", "26");
    keys.put("evenkeel.gateway.limits.vehicle-burst-events", "27");
    keys.put("evenkeel.gateway.limits.vehicles-max", "28");
    keys.put("evenkeel.gateway.limits.live-events-per-second", "29");
    keys.put("evenkeel.gateway.limits.live-burst-events", "30");
    keys.put("evenkeel.gateway.limits.backfill-events-per-second", "31");
    keys.put("evenkeel.gateway.limits.backfill-burst-events", "32");
    keys.put("evenkeel.gateway.limits.replicas-dns", "gateways.example");
    keys.put("evenkeel.gateway.limits.replicas-every", "33s");
    keys.put("evenkeel.gateway.limits.headers", "false");
    keys.put("evenkeel.gateway.recovery.stall-after", "34s");
    keys.put("evenkeel.gateway.recovery.failures-max", "35");
    keys.put("evenkeel.gateway.recovery.probe-every", "36s");
    keys.put("evenkeel.gateway.recovery.probes-max", "37");
    keys.put("evenkeel.gateway.recovery.step", "38s");
    keys.put("evenkeel.gateway.refusals.events-per-second", "22");
    keys.put("evenkeel.gateway.refusals.burst-events", "23");
    keys.put("evenkeel.gateway.dead-letters.buffer-bytes-max", "2400000");
    keys.put("evenkeel.gateway.retry-after-max", "19s");
    keys.put("evenkeel.gateway.start-timeout", "20s");
    keys.put("evenkeel.gateway.stop-timeout", "21s");
    keys.put("evenkeel.gateway.simulate-answers", "true");

    assertThat(read(keys))
        .isEqualTo(
            new GatewayConfig(
                "a:1,b:2",
                "127.0.0.2",
                1,
                2,
                new ConnectionConfig(Duration.ofSeconds(24), Duration.ofMinutes(25), 28),
                Optional.of(new TlsConfig(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                new DurabilityConfig(30, 29),
                new DecodeConfig(
                    3, 4, 5, Duration.ofSeconds(6), Duration.ofMinutes(7), Duration.ofDays(8)),
                new InFlightConfig(9, 10),
                new PublishConfig(
                    Duration.ofMillis(11),
                    12,
                    1_300_000,
                    Duration.ofSeconds(14),
                    Duration.ofSeconds(15)),
                new DirectoryConfig(Duration.ofMillis(16), Duration.ofSeconds(17), 18),
                new LimitConfig(
                    26, 27, 28, 29, 30, 31, 32, "gateways.example", Duration.ofSeconds(33), false),
                new RecoveryConfig(
                    Duration.ofSeconds(34), 35, Duration.ofSeconds(36), 37, Duration.ofSeconds(38)),
                new RefusalConfig(22, 23),
                new LetterConfig(2_400_000),
                Duration.ofSeconds(19),
                Duration.ofSeconds(20),
                Duration.ofSeconds(21),
                true));
  }

  @Test
  void systemPropertiesBeatEnvironmentVariables() {
    PropertySource environment =
        new EnvironmentLike(
            Map.of("EVENKEEL_GATEWAY_PORT", "1", "EVENKEEL_GATEWAY_PUBLISH_LINGER", "7ms"));
    PropertySource system = MapPropertySource.of("system", Map.of("evenkeel.gateway.port", "2"));

    GatewayConfig config =
        new GatewaySettings(new PropertySourcePropertyResolver(environment, system)).read();

    assertThat(config.port()).isEqualTo(2);
    assertThat(config.publish().linger()).isEqualTo(Duration.ofMillis(7));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.bootstrap-servers, ' '",
    "gateway.port, -1",
    "gateway.port, 8081",
    "gateway.port, http",
    "gateway.admin-port, 65536",
    "gateway.decode.body-sent-bytes-max, 0",
    "gateway.decode.body-sent-bytes-max, 9000000",
    "gateway.decode.body-decoded-bytes-max, -1",
    "gateway.decode.events-max, 0",
    "gateway.decode.events-max, many",
    "gateway.decode.ahead-max, 0s",
    "gateway.decode.age-live-max, -1d",
    "gateway.decode.age-backfill-max, soon",
    "gateway.in-flight.requests-max, 0",
    "gateway.in-flight.bytes-max, 0",
    "gateway.publish.linger, -1ms",
    "gateway.publish.linger, 2s",
    "gateway.publish.batch-bytes, -1",
    "gateway.publish.buffer-bytes-max, 1000",
    "gateway.publish.delivery-timeout, 50ms",
    "gateway.publish.watch-every, 1ms",
    "gateway.directory.confirm-every, 1ms",
    "gateway.directory.unconfirmed-max, 600ms",
    "gateway.directory.entries-max, 0",
    "gateway.decode.body-sent-bytes-max, 3000000",
    "gateway.limits.vehicle-events-per-second, 0",
    "gateway.limits.vehicle-burst-events, 1000000001",
    "gateway.limits.vehicles-max, 0",
    "gateway.limits.live-events-per-second, 0",
    "gateway.limits.live-burst-events, -1",
    "gateway.limits.backfill-events-per-second, 0",
    "gateway.limits.backfill-burst-events, 0",
    "gateway.limits.replicas-every, 1ms",
    "gateway.recovery.stall-after, 1ms",
    "gateway.recovery.failures-max, 0",
    "gateway.recovery.probe-every, 2h",
    "gateway.recovery.probes-max, 0",
    "gateway.recovery.step, 0s",
    "gateway.refusals.events-per-second, 0",
    "gateway.refusals.burst-events, 0",
    "gateway.refusals.burst-events, 86400001",
    "gateway.dead-letters.buffer-bytes-max, 2000000",
    "gateway.connections.request-timeout, 0s",
    "gateway.connections.age-max, 2d",
    "gateway.connections.max, 0",
    "gateway.tls.certificate-file, /tls/tls.crt",
    "gateway.tls.key-file, /tls/tls.key",
    "gateway.durability.replicas-min, 0",
    "gateway.durability.insync-min, 4",
    "gateway.retry-after-max, 0s",
    "gateway.start-timeout, 2h",
    "gateway.stop-timeout, 0s"
  })
  void refusesValuesThatCannotBeAndNamesTheKey(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("evenkeel." + key, value)))
        .withMessageContaining(key.substring(key.lastIndexOf('.') + 1));
  }

  /** Spelled as the shell spells them. */
  private static final class EnvironmentLike extends MapPropertySource {
    EnvironmentLike(Map<String, String> variables) {
      super("environment", variables);
    }

    @Override
    public PropertyConvention getConvention() {
      return PropertyConvention.ENVIRONMENT_VARIABLE;
    }
  }

  private static GatewayConfig read(Map<String, Object> keys) {
    return new GatewaySettings(
            new PropertySourcePropertyResolver(MapPropertySource.of("test", keys)))
        .read();
  }
}
