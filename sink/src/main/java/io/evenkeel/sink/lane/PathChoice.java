package io.evenkeel.sink.lane;

import io.evenkeel.sink.store.WritePath;

/**
 * Which way the next batch takes: plain COPY, until a row turns out to be there already; then the
 * fallback, until five batches in a row held nothing old. Not thread-safe.
 */
final class PathChoice {
  private static final int CLEAN_BATCHES = 5;

  private int cleanBatchesToGo;

  /** The way to take now. */
  WritePath path() {
    return cleanBatchesToGo > 0 ? WritePath.FALLBACK : WritePath.COPY;
  }

  /** A COPY met a row that was there already. */
  void onConflict() {
    cleanBatchesToGo = CLEAN_BATCHES;
  }

  /** A batch was stored. */
  void onStored(int duplicates) {
    if (path() == WritePath.FALLBACK) {
      cleanBatchesToGo = duplicates > 0 ? CLEAN_BATCHES : cleanBatchesToGo - 1;
    }
  }
}
