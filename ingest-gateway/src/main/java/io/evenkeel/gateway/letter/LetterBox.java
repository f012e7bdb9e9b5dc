package io.evenkeel.gateway.letter;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Makes dead letters durable. Safe for use by many threads. */
public interface LetterBox {
  /**
   * Hands letters to the log and completes with the places of those that it did not acknowledge,
   * once it has answered for every one. Any other letter is durable: the log has it with {@code
   * acks=all}. What an unacknowledged one stands for has to be answered as retryable; the letter
   * may be there all the same, and a second time after the retry.
   *
   * <p>Does not block, copies what it needs, and does not complete exceptionally unless there is a
   * bug. The stage may complete on a thread of the producer, which must not be held up.
   */
  CompletionStage<BitSet> keep(List<DeadLetter> letters);
}
