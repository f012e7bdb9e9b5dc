package io.evenkeel.sink;

import java.time.Duration;

/**
 * Bounds of what a writer holds and stores at once.
 *
 * @param rows a batch of this size is stored without waiting for more
 * @param rowsMax most rows in a batch, reached when the writer is behind; one record more may fit
 *     in
 * @param linger how long a smaller batch waits for more rows
 * @param bufferRowsMax rows a writer may hold, those being stored included; beyond it its
 *     partitions are paused, so that at most one poll more comes in
 * @param bufferBytesMax bytes of records a writer may hold, likewise
 */
public record BatchLimits(
    int rows, int rowsMax, Duration linger, int bufferRowsMax, long bufferBytesMax) {
  /** The limits that the measurements led to. */
  public static final BatchLimits DEFAULT =
      new BatchLimits(5_000, 20_000, Duration.ofMillis(150), 100_000, 32L << 20);

  public BatchLimits {
    if (rows < 1 || rowsMax < rows || bufferRowsMax < rowsMax || bufferBytesMax < 1) {
      throw new IllegalArgumentException(
          "A batch needs 1 <= rows <= rows-max <= buffer-rows-max and buffer-bytes-max >= 1");
    }
    if (linger.isNegative()) {
      throw new IllegalArgumentException("linger must not be negative, was " + linger);
    }
  }
}
