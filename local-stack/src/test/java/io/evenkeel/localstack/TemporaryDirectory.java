package io.evenkeel.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory for one test. Whatever still runs in it is stopped before it is deleted. */
record TemporaryDirectory(Path path) implements AutoCloseable {

  static TemporaryDirectory create() {
    try {
      Path directory = Files.createTempDirectory("evenkeel-it-");
      Directories.setPermissions(directory, Directories.READABLE);
      return new TemporaryDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    PostgresOrphans.stop(path.resolve("postgres").resolve("data"));
    Directories.deleteTree(path);
  }
}
