package io.evenkeel.gateway.publish;

import java.util.BitSet;

/** What became of a submission. */
public sealed interface PublishOutcome {
  /**
   * Every record was answered for.
   *
   * @param unacknowledged places in the {@link Submission} whose record was not acknowledged; such
   *     an event may be in the log all the same
   */
  record Answered(BitSet unacknowledged) implements PublishOutcome {}

  /** Nothing was sent: a vehicle's partition is no longer the one it had at start. */
  record PartitionsChanged() implements PublishOutcome {}
}
