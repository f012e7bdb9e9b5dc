package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKafkaMainTest {

  @Test
  void takesDirectoryAndPort() {
    assertThat(LocalKafkaMain.parse(List.of("--port", "9092", "--data-dir", "/data")))
        .isEqualTo(LocalKafkaOptions.in(Path.of("/data")).withPort(9092));
  }

  @Test
  void anyPortWillDoWithoutOne() {
    assertThat(LocalKafkaMain.parse(List.of("--data-dir", "/data")))
        .isEqualTo(LocalKafkaOptions.in(Path.of("/data")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--port 9092",
        "--data-dir",
        "--data-dir /data --port",
        "--data-dir /data --port x",
        "--data-dir /data --port 70000",
        "--data-dir /data --colour blue"
      })
  void refusesAnythingElse(String line) {
    List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" ", -1));

    assertThatThrownBy(() -> LocalKafkaMain.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
