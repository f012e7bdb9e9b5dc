package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static Properties settings(Map<String, String> extra) {
    return KafkaSettings.of(Path.of("/data"), 1234, 5678, extra);
  }

  @Test
  void theBrokerKnowsAndAcceptsThemAll() {
    Properties settings = settings(Map.of());

    assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(settings.stringPropertyNames());
    assertThat(KafkaConfig.fromProps(settings, false).nodeId()).isEqualTo(1);
  }

  @Test
  void listensOnLoopbackOnly() {
    assertThat(settings(Map.of()))
        .containsEntry("listeners", "BROKER://127.0.0.1:1234,CONTROLLER://127.0.0.1:5678")
        .containsEntry("advertised.listeners", "BROKER://127.0.0.1:1234")
        .containsEntry("controller.quorum.voters", "1@127.0.0.1:5678");
  }

  @Test
  void theCallersPropertiesHaveTheLastWord() {
    assertThat(settings(Map.of("num.io.threads", "1"))).containsEntry("num.io.threads", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listeners", "log.dirs", "node.id", "controller.quorum.voters"})
  void refusesToGiveAwayWhatItReliesOn(String property) {
    LocalKafkaOptions options = LocalKafkaOptions.in(Path.of("/data"));

    assertThatThrownBy(() -> options.withBrokerProperty(property, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(property);
  }
}
