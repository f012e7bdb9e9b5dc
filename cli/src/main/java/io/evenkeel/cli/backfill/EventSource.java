package io.evenkeel.cli.backfill;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The events of one file, always the same ones in the same order. Not thread-safe. */
interface EventSource extends Closeable {
  /**
   * The next event in the gateway's JSON form, or null at the end.
   *
   * @throws IOException if the file cannot be read
   */
  byte @Nullable [] next() throws IOException;

  /** Bytes of the file read so far, as they lie on the disk: the measure of progress. */
  long bytesRead();
}
