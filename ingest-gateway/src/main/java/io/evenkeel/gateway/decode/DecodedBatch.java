package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import java.util.List;

/** What decoding a request gave. */
public sealed interface DecodedBatch {
  /**
   * Events that are valid, and those that are not; both empty for an empty batch.
   *
   * @param vehicles the valid ones, each vehicle once, in the order of their first events
   * @param rejected the others, in the order received
   */
  record Events(List<VehicleEvents> vehicles, List<RejectedEvent> rejected)
      implements DecodedBatch {
    /** Number of valid events. */
    public int accepted() {
      int events = 0;
      for (VehicleEvents vehicle : vehicles) {
        events += vehicle.size();
      }
      return events;
    }

    /** Why events are not valid, in the order received. */
    public List<Rejection> rejections() {
      return rejected.stream().map(RejectedEvent::rejection).toList();
    }
  }

  /** No batch: nothing of the request can be used. */
  record Refused(Problem problem) implements DecodedBatch {}
}
