package io.evenkeel.cli.backfill;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A text file, plain or gzip, that tells how far it has been read. */
final class InputFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;

  private final Counting counting;
  private final BufferedReader reader;

  private InputFile(Counting counting, BufferedReader reader) {
    this.counting = counting;
    this.reader = reader;
  }

  static InputFile open(Path file) throws IOException {
    Counting counting = new Counting(Files.newInputStream(file));
    BufferedInputStream buffered = new BufferedInputStream(counting, BUFFER_BYTES);
    InputStream text = isGzip(buffered) ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    return new InputFile(
        counting,
        new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), BUFFER_BYTES));
  }

  BufferedReader reader() {
    return reader;
  }

  long bytesRead() {
    return counting.bytes;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static boolean isGzip(BufferedInputStream in) throws IOException {
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC;
  }

  private static final class Counting extends FilterInputStream {
    private volatile long bytes;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    // One thread reads, another shows progress.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int read) {
      bytes += read;
    }
  }
}
