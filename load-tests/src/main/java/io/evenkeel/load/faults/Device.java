package io.evenkeel.load.faults;

import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.model.event.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A vehicle whose whole life is a function of its name and start: what it measures at a counter is
 * always the same, so that a repeat is a repeat and the counter alone says what has to be stored.
 *
 * @param name of the vehicle
 * @param startMillis event time of counter 0, Unix milliseconds
 */
record Device(String name, long startMillis) {
  private static final String SESSION = "faults";
  private static final long INTERVAL_MILLIS = 1_000;

  /** Event time of a counter. */
  long timeMillis(long seq) {
    return startMillis + seq * INTERVAL_MILLIS;
  }

  /** The identity under which a counter has to be stored. */
  EventId id(long seq) {
    return EventId.ofSequence(SESSION, seq);
  }

  /** Events as they are sent. */
  List<byte[]> events(long from, int count) {
    List<byte[]> events = new ArrayList<>(count);
    for (long seq = from; seq < from + count; seq++) {
      Map<String, ?> signals =
          Map.of(
              "speed",
              seq * 7 % 120,
              "soc_displayed",
              90 - seq / 10 % 80,
              "battery_power",
              (seq % 50 - 20) * 1.5,
              "trip_phase",
              seq % 3);
      events.add(new OutgoingEvent(name, timeMillis(seq), SESSION, seq, signals).toJson());
    }
    return events;
  }
}
