package io.evenkeel.gateway.api;

import io.evenkeel.gateway.admission.Passage;
import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.gateway.problem.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request keeps of its batch while it waits for the log: not the events themselves, which
 * the producers' bounded buffers hold by then.
 *
 * @param valid the events that were handed to the log, in the order of the submission
 * @param rejected those that are not valid, ascending by index
 * @param throttled valid events of vehicles that have reached their limit
 * @param vehicleQuota that limit, or null if there are no such vehicles
 * @param refusalQuota the limit of what is kept, or null if it is not reached
 */
record WaitingBatch(
    EventRefs valid,
    List<Rejection> rejected,
    List<Rejection> throttled,
    @Nullable Quota vehicleQuota,
    @Nullable Quota refusalQuota) {
  private static final int VALID_BYTES = 128;
  private static final int REJECTED_BYTES = 512;

  static WaitingBatch of(DecodedBatch.Events events, Passage.Passed passed, Keeping keeping) {
    EventRefs valid = EventRefs.of(passed.vehicles());
    Passage.Throttled throttled = passed.throttled();
    List<Rejection> later = throttled == null ? List.of() : throttledEvents(throttled);
    Quota vehicleQuota = throttled == null ? null : throttled.quota();
    return keeping instanceof Keeping.Throttled(Quota refusalQuota)
        ? new WaitingBatch(valid, throttledRefusals(events), later, vehicleQuota, refusalQuota)
        : new WaitingBatch(valid, events.rejections(), later, vehicleQuota, null);
  }

  /** Memory that a batch takes, and its reply will take, roughly, bytes. */
  static long heldBytes(DecodedBatch.Events events) {
    return (long) VALID_BYTES * events.accepted()
        + (long) REJECTED_BYTES * events.rejected().size();
  }

  /** What throttled events take more than others, bytes. */
  static long heldBytes(Passage.Passed passed) {
    return (long) (REJECTED_BYTES - VALID_BYTES) * passed.throttledEvents();
  }

  private static List<Rejection> throttledEvents(Passage.Throttled throttled) {
    List<Rejection> rejections = new ArrayList<>();
    for (VehicleEvents vehicle : throttled.vehicles()) {
      for (int i = 0; i < vehicle.size(); i++) {
        rejections.add(
            new Rejection(
                vehicle.indexes()[i],
                vehicle.ids()[i],
                ErrorCode.VEHICLE_RATE_EXCEEDED,
                "The vehicle has sent more than it may; send the event again later."));
      }
    }
    return rejections;
  }

  // The caller hears the true reason as well: mending it helps more than waiting.
  private static List<Rejection> throttledRefusals(DecodedBatch.Events events) {
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
