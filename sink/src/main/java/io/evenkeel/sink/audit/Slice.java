package io.evenkeel.sink.audit;

import java.time.LocalDate;

/**
 * A piece of the readings and of the minutes.
 *
 * @param day UTC day of event time
 * @param fromVehicle first vehicle id
 * @param toVehicle the vehicle id after the last
 */
public record Slice(LocalDate day, long fromVehicle, long toVehicle) {
  /** All vehicles of a day. */
  static Slice of(LocalDate day) {
    return new Slice(day, 0, Long.MAX_VALUE);
  }
}
