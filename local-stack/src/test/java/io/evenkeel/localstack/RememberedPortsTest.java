package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedPortsTest {
  private static final RememberedPorts UNKNOWN = new RememberedPorts(0, 0);

  @TempDir Path directory;

  @Test
  void readsWhatItWrote() {
    RememberedPorts ports = new RememberedPorts(9092, 5432);

    ports.write(directory);

    assertThat(RememberedPorts.read(directory)).isEqualTo(ports);
  }

  @Test
  void knowsNothingAtFirst() {
    assertThat(RememberedPorts.read(directory)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka=x", "kafka=99999", "kafka=-1", "kafka=\\u00", "\0"})
  void takesADamagedFileForNone(String content) throws IOException {
    Files.writeString(directory.resolve("ports.properties"), content);

    assertThat(RememberedPorts.read(directory)).isEqualTo(UNKNOWN);
  }
}
