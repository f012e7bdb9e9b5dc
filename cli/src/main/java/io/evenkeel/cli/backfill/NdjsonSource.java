package io.evenkeel.cli.backfill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lines as they are: the gateway judges each one. */
final class NdjsonSource implements EventSource {
  private final InputFile file;

  private NdjsonSource(InputFile file) {
    this.file = file;
  }

  static EventSource open(Path path) throws IOException {
    return new NdjsonSource(InputFile.open(path));
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    String line = file.reader().readLine();
    while (line != null && line.isBlank()) {
      line = file.reader().readLine();
    }
    return line == null ? null : line.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long bytesRead() {
    return file.bytesRead();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
