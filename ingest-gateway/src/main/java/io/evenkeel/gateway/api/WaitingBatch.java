package io.evenkeel.gateway.api;

import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import java.time.Duration;
import java.util.List;

/**
 * What a request keeps of its batch while it waits for the log: not the events themselves, which
 * the producers' bounded buffers hold by then.
 *
 * @param valid the events that were handed to the log, in the order of the submission
 * @param rejected the others, ascending by index
 * @param waitMin how long until refusals are kept again; zero unless they are throttled
 */
record WaitingBatch(EventRefs valid, List<Rejection> rejected, Duration waitMin) {
  private static final int VALID_BYTES = 128;
  private static final int REJECTED_BYTES = 512;

  static WaitingBatch of(DecodedBatch.Events events, Keeping keeping) {
    EventRefs valid = EventRefs.of(events.vehicles());
    return switch (keeping) {
      case Keeping.Kept kept -> new WaitingBatch(valid, events.rejections(), Duration.ZERO);
      case Keeping.NotKept not -> new WaitingBatch(valid, events.rejections(), Duration.ZERO);
      case Keeping.Throttled(Duration wait) -> new WaitingBatch(valid, throttled(events), wait);
    };
  }

  /** Memory that it takes, and its reply will take, roughly, bytes. */
  static long heldBytes(DecodedBatch.Events events) {
    return (long) VALID_BYTES * events.accepted()
        + (long) REJECTED_BYTES * events.rejected().size();
  }

  boolean isThrottled() {
    return !waitMin.isZero();
  }

  // The caller hears the true reason as well: mending it helps more than waiting.
  private static List<Rejection> throttled(DecodedBatch.Events events) {
    return events.rejections().stream()
        .map(r ->
            new Rejection(
                r.index(),
                r.id(),
                ErrorCode.REFUSALS_THROTTLED,
                "More is refused than is kept; in the end it is "
                    + r.code().id()
                    + ": "
                    + r.detail()))
        .toList();
  }
}
