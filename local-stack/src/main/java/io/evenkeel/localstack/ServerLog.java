package io.evenkeel.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The server's log file, from one start on. The former one is kept beside it when it is large. */
final class ServerLog {
  private static final long ROTATE_BYTES = 16L << 20;
  private static final int TAIL_BYTES_MAX = 8 << 10;
  private static final int TAIL_LINES_MAX = 15;

  private final Path file;
  private final long startBytes;

  private ServerLog(Path file, long startBytes) {
    this.file = file;
    this.startBytes = startBytes;
  }

  static ServerLog open(Path file) {
    try {
      if (Files.exists(file) && Files.size(file) > ROTATE_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new LocalStackException("The server log %s cannot be used.".formatted(file), e);
    }
  }

  Path file() {
    return file;
  }

  /** The last lines that were written since this start. */
  String tail() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(startBytes, log.length() - TAIL_BYTES_MAX);
      byte[] bytes = new byte[(int) Math.max(0, log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      List<String> lines = new String(bytes, UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES_MAX), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
