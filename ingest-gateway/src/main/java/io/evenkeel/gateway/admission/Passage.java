package io.evenkeel.gateway.admission;

import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events of a batch may pass the limits. */
public sealed interface Passage {
  /**
   * Those of all vehicles, of some, or of none.
   *
   * @param vehicles charged to themselves and to the tenant
   * @param throttled the other vehicles, or null if there are none
   */
  record Passed(List<VehicleEvents> vehicles, @Nullable Throttled throttled) implements Passage {
    /** Number of throttled events. */
    public int throttledEvents() {
      return throttled == null ? 0 : Limits.events(throttled.vehicles());
    }
  }

  /** None: the tenant has reached its limit; nothing is charged. */
  record Refused(Problem problem) implements Passage {}

  /**
   * Vehicles that have reached their limit, and are not charged; nor is the tenant for them.
   *
   * @param vehicles at least one
   * @param quota of the one that has to wait least
   */
  record Throttled(List<VehicleEvents> vehicles, Quota quota) {
    public Throttled {
      vehicles = List.copyOf(vehicles);
    }
  }
}
