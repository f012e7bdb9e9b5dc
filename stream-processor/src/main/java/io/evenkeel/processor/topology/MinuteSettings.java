package io.evenkeel.processor.topology;

import java.time.Duration;

/**
 * When minutes close.
 *
 * @param grace how far the vehicle's own clock has to pass the end of a minute
 * @param silence how long, in ingest time, a vehicle has to be silent
 */
public record MinuteSettings(Duration grace, Duration silence) {
  public MinuteSettings {
    if (grace.isNegative() || silence.toMillis() < 1) {
      throw new IllegalArgumentException("The grace is 0 or more and the silence at least 1 ms");
    }
  }
}
