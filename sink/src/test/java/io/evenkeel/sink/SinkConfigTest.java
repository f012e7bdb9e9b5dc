package io.evenkeel.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.topic.Lane;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "EVENKEEL_SINK_BOOTSTRAP_SERVERS", "kafka:9092",
          "EVENKEEL_SINK_JDBC_URL", "jdbc:postgresql://db/evenkeel",
          "EVENKEEL_SINK_DATABASE_USER", "sink",
          "EVENKEEL_SINK_DATABASE_PASSWORD", "s3cret");

  @Test
  void hasDefaultsForAllButServersAndCredentials() {
    SinkConfig config = SinkConfig.fromEnvironment(REQUIRED);

    assertThat(config)
        .isEqualTo(SinkConfig.of("kafka:9092", "jdbc:postgresql://db/evenkeel", "sink", "s3cret"));
    assertThat(config.lanes()).containsExactlyInAnyOrder(Lane.values());
    assertThat(config.writers(Lane.LIVE)).isEqualTo(2);
    assertThat(config.writers(Lane.BACKFILL)).isEqualTo(1);
    assertThat(config.batch())
        .isEqualTo(new BatchLimits(5_000, 20_000, Duration.ofMillis(150), 100_000, 32 << 20));
    assertThat(config.migrate()).isTrue();
    assertThat(config.caretaker()).isTrue();
  }

  @Test
  void readsEveryVariable() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("EVENKEEL_SINK_LANES", "backfill");
    environment.put("EVENKEEL_SINK_LIVE_WRITERS", "3");
    environment.put("EVENKEEL_SINK_BACKFILL_WRITERS", "4");
    environment.put("EVENKEEL_SINK_BATCH_ROWS", "10");
    environment.put("EVENKEEL_SINK_BATCH_ROWS_MAX", "20");
    environment.put("EVENKEEL_SINK_BATCH_LINGER", "1s");
    environment.put("EVENKEEL_SINK_BUFFER_ROWS_MAX", "30");
    environment.put("EVENKEEL_SINK_BUFFER_BYTES_MAX", "64KiB");
    environment.put("EVENKEEL_SINK_INSTANCE_ID", "sink-0");
    environment.put("EVENKEEL_SINK_SHUTDOWN_GRACE", "2m");
    environment.put("EVENKEEL_SINK_MIGRATE", "false");
    environment.put("EVENKEEL_SINK_CARETAKER", "false");
    environment.put("EVENKEEL_SINK_READING_AGE_MAX", "400d");
    environment.put("EVENKEEL_SINK_DEAD_LETTER_AGE_MAX", "7d");
    environment.put("EVENKEEL_SINK_AUDIT_EVERY", "0s");
    environment.put("EVENKEEL_SINK_DRIFT_WINDOW", "1m");
    environment.put("EVENKEEL_SINK_PRESSURE_EVERY", "2s");
    environment.put("EVENKEEL_SINK_PROCESSOR_GROUP", "dedup");
    environment.put("EVENKEEL_SINK_CANARY_URL", "http://gateway:8080");
    environment.put("EVENKEEL_SINK_CANARY_API_KEY", "evk_canary");
    environment.put("EVENKEEL_SINK_ADMIN_HOST", "0.0.0.0");
    environment.put("EVENKEEL_SINK_ADMIN_PORT", "0");
    environment.put("EVENKEEL_SINK_KAFKA_SECURITY_PROTOCOL", "SSL");

    assertThat(SinkConfig.fromEnvironment(environment))
        .isEqualTo(
            new SinkConfig(
                "kafka:9092",
                Map.of("security.protocol", "SSL"),
                "jdbc:postgresql://db/evenkeel",
                "sink",
                "s3cret",
                Set.of(Lane.BACKFILL),
                3,
                4,
                new BatchLimits(10, 20, Duration.ofSeconds(1), 30, 64 << 10),
                Optional.of("sink-0"),
                Duration.ofMinutes(2),
                false,
                false,
                new CaretakerConfig(
                    Duration.ofDays(400),
                    Duration.ofDays(7),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    new CaretakerConfig.Pressure(Duration.ofSeconds(2), "dedup"),
                    Optional.of(
                        new CaretakerConfig.CanaryTarget(
                            URI.create("http://gateway:8080"), "evk_canary"))),
                "0.0.0.0",
                0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BOOTSTRAP_SERVERS", "JDBC_URL", "DATABASE_USER", "DATABASE_PASSWORD"})
  void namesAMissingVariable(String key) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.remove("EVENKEEL_SINK_" + key);

    assertThatThrownBy(() -> SinkConfig.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EVENKEEL_SINK_" + key);
  }

  @ParameterizedTest
  @CsvSource({
    "LANES,sideways",
    "LIVE_WRITERS,many",
    "BATCH_LINGER,150",
    "BUFFER_BYTES_MAX,5MB",
    "MIGRATE,yes"
  })
  void namesAVariableThatItDoesNotUnderstand(String key, String value) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("EVENKEEL_SINK_" + key, value);

    assertThatThrownBy(() -> SinkConfig.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EVENKEEL_SINK_" + key);
  }

  @Test
  void refusesValuesOutOfRange() {
    SinkConfig config = SinkConfig.fromEnvironment(REQUIRED);

    assertThatThrownBy(() -> config.withWriters(0, 1)).hasMessageContaining("live-writers");
    assertThatThrownBy(() -> config.withWriters(1, 65)).hasMessageContaining("backfill-writers");
    assertThatThrownBy(() -> config.withLanes(Set.of())).hasMessageContaining("lanes");
    assertThatThrownBy(() -> new BatchLimits(10, 5, Duration.ZERO, 100, 100))
        .hasMessageContaining("rows-max");
  }

  @Test
  void printsNoSecret() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("EVENKEEL_SINK_KAFKA_SASL_JAAS_CONFIG", "password=k4fka");
    environment.put("EVENKEEL_SINK_JDBC_URL", "jdbc:postgresql://db/x?password=inurl&ssl=true");

    assertThat(SinkConfig.fromEnvironment(environment).toString())
        .doesNotContain("s3cret", "k4fka", "inurl")
        .contains("sasl.jaas.config", "ssl=true");
  }
}
