package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeFormerStart() throws IOException {
    file = Files.writeString(directory.resolve("server.log"), "of a former start\n");
  }

  @Test
  void showsTheLinesSinceThisStartOnly() throws IOException {
    ServerLog log = ServerLog.open(file);

    Files.writeString(file, "one\ntwo\n", StandardOpenOption.APPEND);

    assertThat(log.tail()).isEqualTo("one\ntwo");
  }

  @Test
  void showsTheLastLinesOfMany() throws IOException {
    ServerLog log = ServerLog.open(file);

    Files.writeString(
        file, "early\n" + "line\n".repeat(10_000) + "last", StandardOpenOption.APPEND);

    assertThat(log.tail().lines()).hasSize(15).endsWith("last").doesNotContain("early");
  }

  @Test
  void aLargeLogIsPutAside() throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((16L << 20) + 1);
    }

    ServerLog.open(file);

    assertThat(file).doesNotExist();
    assertThat(directory.resolve("server.log.1")).hasSize((16L << 20) + 1);
  }
}
