package io.evenkeel.sink.pressure;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One complete reading.
 *
 * @param at when it was begun
 * @param pressures of every queue
 */
record Reading(Instant at, Map<Queue, Pressure> pressures) {
  /** A reading older than this says nothing about now. */
  static final Duration AGE_MAX = Duration.ofSeconds(60);

  Reading {
    pressures = Map.copyOf(pressures);
  }

  Pressure of(Queue queue) {
    return Objects.requireNonNull(pressures.get(queue), "A reading is of every queue");
  }

  Duration age(Instant now) {
    return Duration.between(at, now);
  }

  boolean isFresh(Instant now) {
    return age(now).compareTo(AGE_MAX) <= 0;
  }
}
