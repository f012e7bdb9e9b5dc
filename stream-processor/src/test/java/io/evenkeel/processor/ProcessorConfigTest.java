package io.evenkeel.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.processor.topology.MinuteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorConfigTest {
  private static final ProcessorConfig DEFAULTS =
      ProcessorConfig.of("kafka:9092", Path.of("/var/lib/evenkeel"));

  @Test
  void readsDefaultsFromAnEnvironmentWithTheRequiredKeysOnly() {
    assertThat(ProcessorConfig.fromEnvironment(required())).isEqualTo(DEFAULTS);
  }

  @Test
  void readsEveryKey() {
    Map<String, String> environment = required();
    environment.put("EVENKEEL_PROCESSOR_APPLICATION_ID", "other");
    environment.put("EVENKEEL_PROCESSOR_INSTANCE_ID", "processor-3");
    environment.put("EVENKEEL_PROCESSOR_THREADS", "4");
    environment.put("EVENKEEL_PROCESSOR_REPLICATION_FACTOR", "3");
    environment.put("EVENKEEL_PROCESSOR_MINUTE_GRACE", "30s");
    environment.put("EVENKEEL_PROCESSOR_SILENCE", "5m");
    environment.put("EVENKEEL_PROCESSOR_COMMIT_INTERVAL", "250ms");
    environment.put("EVENKEEL_PROCESSOR_SESSION_TIMEOUT", "20s");
    environment.put("EVENKEEL_PROCESSOR_STATE_CACHE", "32MiB");
    environment.put("EVENKEEL_PROCESSOR_ROCKSDB_MEMORY", "1GiB");
    environment.put("EVENKEEL_PROCESSOR_KAFKA_SECURITY_PROTOCOL", "SSL");

    assertThat(ProcessorConfig.fromEnvironment(environment))
        .isEqualTo(
            new ProcessorConfig(
                "kafka:9092",
                Path.of("/var/lib/evenkeel"),
                "other",
                "processor-3",
                4,
                3,
                new MinuteSettings(Duration.ofSeconds(30), Duration.ofMinutes(5)),
                Duration.ofMillis(250),
                Duration.ofSeconds(20),
                32L << 20,
                1L << 30,
                Map.of("security.protocol", "SSL")));
  }

  @Test
  void takesTheHostNameForTheInstanceIdIfNoneIsGiven() {
    Map<String, String> environment = required();
    environment.put("HOSTNAME", "processor-0");

    assertThat(ProcessorConfig.fromEnvironment(environment).instanceId()).isEqualTo("processor-0");
  }

  @Test
  void namesTheRequiredKeyThatIsMissing() {
    assertThatThrownBy(() -> ProcessorConfig.fromEnvironment(Map.of()))
        .hasMessage("EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS is not set");
  }

  @ParameterizedTest
  @CsvSource({
    "THREADS, two",
    "THREADS, 0",
    "THREADS, 65",
    "REPLICATION_FACTOR, 0",
    "MINUTE_GRACE, 60",
    "SILENCE, 0s",
    "COMMIT_INTERVAL, 5ms",
    "COMMIT_INTERVAL, 6s",
    "SESSION_TIMEOUT, 10ms",
    "STATE_CACHE, 64",
    "ROCKSDB_MEMORY, 1MiB",
    "INSTANCE_ID, ' '",
  })
  void refusesWhatMakesNoSense(String key, String value) {
    Map<String, String> environment = required();
    environment.put("EVENKEEL_PROCESSOR_" + key, value);

    assertThatThrownBy(() -> ProcessorConfig.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsNoValueOfAKafkaProperty() {
    ProcessorConfig config = DEFAULTS.withKafka(Map.of("sasl.jaas.config", "secret"));

    assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("secret");
  }

  @Test
  void runsExactlyOnceWithStaticMembership() {
    Properties properties = StreamsProperties.of(DEFAULTS.withInstanceId("processor-7"));

    StreamsConfig streams = new StreamsConfig(properties);
    assertThat(streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    assertThat(streams.getMainConsumerConfigs("g", "c", 1))
        .containsEntry("group.instance.id", "processor-7-1")
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("isolation.level", "read_committed");
    assertThat(streams.getProducerConfigs("c")).containsEntry("compression.type", "lz4");
  }

  @Test
  void letsFurtherKafkaPropertiesWin() {
    Properties properties =
        StreamsProperties.of(DEFAULTS.withKafka(Map.of("producer.compression.type", "zstd")));

    assertThat(new StreamsConfig(properties).getProducerConfigs("c"))
        .containsEntry("compression.type", "zstd");
  }

  private static Map<String, String> required() {
    Map<String, String> environment = new HashMap<>();
    environment.put("EVENKEEL_PROCESSOR_BOOTSTRAP_SERVERS", "kafka:9092");
    environment.put("EVENKEEL_PROCESSOR_STATE_DIRECTORY", "/var/lib/evenkeel");
    return environment;
  }
}
