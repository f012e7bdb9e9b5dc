package io.evenkeel.gateway.publish;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the answers for the records of one submission. Safe for use by many threads. */
final class PendingAcks {
  private final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
  private final BitSet unacknowledged = new BitSet();
  private int pending;

  /**
   * Waits for answers.
   *
   * @param records how many will come, at least 1
   */
  PendingAcks(int records) {
    this.pending = records;
  }

  /** A record was acknowledged. */
  void acknowledged() {
    if (countDown(new int[0])) {
      complete();
    }
  }

  /** A record was not acknowledged. */
  void failed(int[] places) {
    if (countDown(places)) {
      complete();
    }
  }

  CompletionStage<PublishOutcome> outcome() {
    return outcome;
  }

  private synchronized boolean countDown(int[] failedPlaces) {
    for (int place : failedPlaces) {
      unacknowledged.set(place);
    }
    pending--;
    return pending == 0;
  }

  // Outside the lock: whoever waits runs on this thread.
  private void complete() {
    outcome.complete(new PublishOutcome.Answered(unacknowledged));
  }
}
