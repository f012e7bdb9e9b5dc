package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import java.util.List;

/** What decoding a request gave. */
public sealed interface DecodedBatch {
  /**
   * Events that are valid, and those that are not; both empty for an empty batch.
   *
   * @param accepted in the order received
   * @param rejected in the order received
   */
  record Events(List<AcceptedEvent> accepted, List<RejectedEvent> rejected)
      implements DecodedBatch {
    /** Why events are not valid, in the order received. */
    public List<Rejection> rejections() {
      return rejected.stream().map(RejectedEvent::rejection).toList();
    }
  }

  /** No batch: nothing of the request can be used. */
  record Refused(Problem problem) implements DecodedBatch {}
}
