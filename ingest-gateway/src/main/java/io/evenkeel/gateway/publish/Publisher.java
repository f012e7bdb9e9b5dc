package io.evenkeel.gateway.publish;

import java.util.concurrent.CompletionStage;

/** Makes events durable. Safe for use by many threads. */
public interface Publisher {
  /**
   * Hands the events to the log and completes when it has answered for every one. An event that is
   * not among the unacknowledged is durable: the log has it with {@code acks=all}. An
   * unacknowledged one may be there nevertheless, for an answer can get lost; the caller sends it
   * again unchanged, and the processor drops the repeat by its identity.
   *
   * <p>Does not block, and does not complete exceptionally unless there is a bug. The stage may
   * complete on a thread of the producer, which must not be held up.
   */
  CompletionStage<PublishOutcome> publish(Submission submission);

  /** Whether submissions can succeed as far as is known: topics there and as they were at start. */
  boolean isReady();
}
