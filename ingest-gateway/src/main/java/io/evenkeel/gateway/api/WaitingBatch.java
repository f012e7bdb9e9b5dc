package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.problem.Rejection;
import java.util.List;

/**
 * What a request keeps of its batch while it waits for the log: not the events themselves, which
 * the producer's bounded buffer holds by then.
 *
 * @param valid the events that were handed to the log, in the order of the submission
 * @param rejected the others, ascending by index
 */
record WaitingBatch(List<EventRef> valid, List<Rejection> rejected) {
  private static final int VALID_BYTES = 128;
  private static final int REJECTED_BYTES = 512;

  static WaitingBatch of(DecodedBatch.Events events) {
    return new WaitingBatch(
        events.accepted().stream().map(e -> new EventRef(e.index(), e.id())).toList(),
        events.rejected());
  }

  /** Memory that it takes, and its reply will take, roughly, bytes. */
  long heldBytes() {
    return (long) VALID_BYTES * valid.size() + (long) REJECTED_BYTES * rejected.size();
  }
}
