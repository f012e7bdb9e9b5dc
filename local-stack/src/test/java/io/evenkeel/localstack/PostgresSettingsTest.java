package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {

  @Test
  void listensOnLoopbackOnlyAndOnNoSocketFile() {
    assertThat(PostgresSettings.of(1234, Map.of()))
        .containsEntry("port", "1234")
        .containsEntry("listen_addresses", "127.0.0.1")
        .containsEntry("unix_socket_directories", "");
  }

  @Test
  void commitsAreDurable() {
    assertThat(PostgresSettings.of(1234, Map.of()))
        .containsEntry("fsync", "on")
        .containsEntry("synchronous_commit", "on");
  }

  @Test
  void theCallersSettingsHaveTheLastWord() {
    assertThat(PostgresSettings.of(1234, Map.of("shared_buffers", "1GB")))
        .containsEntry("shared_buffers", "1GB");
  }

  @Test
  void becomesCommandLineArguments() {
    assertThat(PostgresSettings.asArguments(new TreeMap<>(Map.of("a", "1", "b", ""))))
        .containsExactly("-c", "a=1", "-c", "b=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "listen_addresses", "data_directory"})
  void refusesToGiveAwayWhatItReliesOn(String setting) {
    LocalPostgresOptions options = LocalPostgresOptions.in(Path.of("/data"));

    assertThatThrownBy(() -> options.withSetting(setting, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }
}
