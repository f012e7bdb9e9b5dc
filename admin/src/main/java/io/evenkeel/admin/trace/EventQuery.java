package io.evenkeel.admin.trace;

import io.evenkeel.model.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events of a vehicle are asked for; what is empty does not restrict.
 *
 * @param tenant slug
 * @param vehicle name
 * @param id identity, from a counter, an id or as stored
 * @param time event time, to the millisecond
 */
public record EventQuery(
    String tenant, String vehicle, Optional<EventId> id, Optional<Instant> time) {
  boolean matches(long timeMillis, EventId candidate) {
    return id.map(candidate::equals).orElse(true)
        && time.map(wanted -> wanted.toEpochMilli() == timeMillis).orElse(true);
  }
}
