package io.evenkeel.gateway.publish;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts the log's answers for records that were handed to it together. Safe for use by many
 * threads.
 */
public final class PendingAcks {
  private final CompletableFuture<BitSet> unacknowledged = new CompletableFuture<>();
  private final BitSet failed = new BitSet();
  private int pending;

  /**
   * Waits for answers.
   *
   * @param records how many will come, at least 1
   */
  public PendingAcks(int records) {
    this.pending = records;
  }

  /** A record was acknowledged. */
  public void acknowledged() {
    if (countDown(new int[0])) {
      complete();
    }
  }

  /** A record was not acknowledged; it stands for these places. */
  public void failed(int... places) {
    if (countDown(places)) {
      complete();
    }
  }

  /** The places that were not acknowledged, once every answer is there. */
  public CompletionStage<BitSet> unacknowledged() {
    return unacknowledged;
  }

  private synchronized boolean countDown(int[] failedPlaces) {
    for (int place : failedPlaces) {
      failed.set(place);
    }
    pending--;
    return pending == 0;
  }

  // Outside the lock: whoever waits runs on this thread.
  private void complete() {
    unacknowledged.complete(failed);
  }
}
