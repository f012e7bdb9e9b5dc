package io.evenkeel.gateway.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one body that are judged, valid or not. Not thread-safe; one for each body. */
final class Judged {
  private final EventRules rules;
  private final byte[] body;
  private final BatchFormat format;
  private final VehicleGrouping accepted = new VehicleGrouping();
  private final List<RejectedEvent> rejected = new ArrayList<>();

  Judged(EventRules rules, byte[] body, BatchFormat format) {
    this.rules = rules;
    this.body = body;
    this.format = format;
  }

  /** The valid ones. */
  VehicleGrouping accepted() {
    return accepted;
  }

  /**
   * Judges the next event.
   *
   * @param batchVehicle the vehicle of events that name none, or null
   */
  void judge(EventDraft draft, @Nullable String batchVehicle, SendingRights rights) {
    switch (rules.judge(draft, batchVehicle, rights)) {
      case EventRules.Valid(AcceptedEvent event) -> accepted.add(event);
      case EventRules.Invalid(var rejection) -> {
        String vehicle = draft.vehicle != null ? draft.vehicle : batchVehicle;
        rejected.add(
            new RejectedEvent(
                rejection, draft.faultyName(), vehicle, draft.original(body), format));
      }
    }
  }

  DecodedBatch.Events build() {
    return new DecodedBatch.Events(accepted.build(), rejected);
  }
}
