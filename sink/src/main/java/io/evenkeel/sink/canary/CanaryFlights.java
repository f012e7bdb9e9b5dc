package io.evenkeel.sink.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The canary's events that are under way; bounded. Thread-safe. */
final class CanaryFlights {
  private final int max;
  private final long deadlineNanos;
  private final Map<UUID, Flight> flights = new LinkedHashMap<>();

  /**
   * Nothing is under way.
   *
   * @param max most events under way
   * @param deadline how long after it was begun an event may appear
   */
  CanaryFlights(int max, Duration deadline) {
    this.max = max;
    this.deadlineNanos = deadline.toNanos();
  }

  /** Lets an event go; false if too many are under way. */
  synchronized boolean begin(CanaryEvent event) {
    if (flights.size() >= max) {
      return false;
    }
    flights.put(event.id(), new Flight(event, false));
    return true;
  }

  /** The gateway acknowledged it: from now on it may be seen, and has to be. */
  synchronized void accepted(CanaryEvent event) {
    flights.computeIfPresent(event.id(), (id, flight) -> new Flight(event, true));
  }

  /** The gateway did not take it; false if that does not matter any more. */
  synchronized boolean refused(CanaryEvent event) {
    return flights.remove(event.id()) != null;
  }

  /** Events to look for. */
  synchronized List<CanaryEvent> awaited() {
    return flights.values().stream().filter(Flight::accepted).map(Flight::event).toList();
  }

  /** Takes out those that are stored. */
  synchronized List<CanaryEvent> takeSeen(Set<UUID> stored) {
    return take(flights.values().stream().filter(f -> stored.contains(f.event().id())).toList());
  }

  /** Takes out those that were acknowledged and have not been seen in time. */
  synchronized List<CanaryEvent> takeMissing(long nowNanos) {
    return take(
        flights.values().stream()
            .filter(Flight::accepted)
            .filter(f -> nowNanos - f.event().begunNanos() > deadlineNanos)
            .toList());
  }

  private List<CanaryEvent> take(Collection<Flight> taken) {
    List<CanaryEvent> events = new ArrayList<>();
    for (Flight flight : taken) {
      flights.remove(flight.event().id());
      events.add(flight.event());
    }
    return events;
  }

  private record Flight(CanaryEvent event, boolean accepted) {}
}
