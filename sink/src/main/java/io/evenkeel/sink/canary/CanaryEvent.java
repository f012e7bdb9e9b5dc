package io.evenkeel.sink.canary;

import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.model.event.EventId;
import java.util.Map;
import java.util.UUID;

/**
 * One event of the canary.
 *
 * @param session of the process that sends it
 * @param seq grows with each event
 * @param timeMillis event time
 * @param begunNanos when sending began, by {@link System#nanoTime}
 */
record CanaryEvent(String session, long seq, long timeMillis, long begunNanos) {
  /** Name of the vehicle. */
  static final String VEHICLE = "canary";

  /** The id under which it is stored. */
  UUID id() {
    return EventId.ofSequence(session, seq).toUuid();
  }

  /** As it is sent. */
  byte[] toJson() {
    return new OutgoingEvent(VEHICLE, timeMillis, session, seq, Map.of("speed", seq % 100))
        .toJson();
  }
}
