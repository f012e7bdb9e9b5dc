package io.evenkeel.sink.drift;

import java.util.HashMap;
import java.util.Map;

/**
 * How many events there were, and how many of them carried what.
 *
 * @param events all events
 * @param carrying events by what they carried
 */
record SignalShares(long events, Map<SignalName, Long> carrying) {
  /** No events. */
  static final SignalShares NONE = new SignalShares(0, Map.of());

  SignalShares {
    carrying = Map.copyOf(carrying);
  }

  /** From counts, of which one is that of all events. */
  static SignalShares of(Map<SignalName, Long> counts) {
    Map<SignalName, Long> carrying = new HashMap<>(counts);
    Long events = carrying.remove(SignalName.ALL_EVENTS);
    return new SignalShares(events == null ? 0 : events, carrying);
  }

  /** Events that carried it. */
  long count(SignalName name) {
    return carrying.getOrDefault(name, 0L);
  }

  /** Share of the events that carried it, 0 to 1. */
  double share(SignalName name) {
    return events <= 0 ? 0 : Math.clamp((double) count(name) / events, 0.0, 1.0);
  }
}
