package io.evenkeel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSettingsTest {
  @Test
  void readsEachForm() {
    var settings =
        settings(Map.of("X_N", "7", "X_D", "150ms", "X_B", "64KiB", "X_F", "false", "X_T", "text"));

    assertThat(settings.number("N", 1)).isEqualTo(7);
    assertThat(settings.duration("D", Duration.ZERO)).isEqualTo(Duration.ofMillis(150));
    assertThat(settings.bytes("B", 1)).isEqualTo(65_536);
    assertThat(settings.flag("F", true)).isFalse();
    assertThat(settings.text("T", "")).isEqualTo("text");
    assertThat(settings.required("T")).isEqualTo("text");
  }

  @Test
  void fallsBackToTheDefault() {
    assertThat(settings(Map.of("Y_N", "7")).number("N", 1)).isEqualTo(1);
  }

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(() -> settings(Map.of("X_T", " ")).required("T"))
        .hasMessage("X_T is not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-1s", "soon", "9999999999s"})
  void namesTheVariableThatMakesNoSense(String value) {
    assertThatThrownBy(() -> settings(Map.of("X_D", value)).duration("D", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("X_D must be a duration like 100ms, 60s or 3m, was " + value);
  }

  @Test
  void handsPropertiesOfKafkaClientsOn() {
    assertThat(settings(Map.of("X_KAFKA_SECURITY_PROTOCOL", "SSL", "X_OTHER", "1")).kafka())
        .isEqualTo(Map.of("security.protocol", "SSL"));
  }

  private static EnvironmentSettings settings(Map<String, String> environment) {
    return new EnvironmentSettings("X_", environment);
  }
}
