package io.evenkeel.load.fleet;

import java.time.Duration;

/**
 * A fleet and how it sends.
 *
 * @param vehicles number of vehicles, 1 or more
 * @param eventsPerSecond of the whole fleet
 * @param batch events that a vehicle collects before it sends them, 1 to 5,000
 * @param duration how long they drive
 * @param seed of every vehicle's life
 */
public record FleetOptions(
    int vehicles, double eventsPerSecond, int batch, Duration duration, long seed) {
  public FleetOptions {
    if (vehicles < 1 || vehicles > 1_000_000) {
      throw new IllegalArgumentException(
          "vehicles must lie between 1 and 1,000,000, was " + vehicles);
    }
    if (!(eventsPerSecond > 0 && eventsPerSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "the rate must lie between 0 and 1,000,000 events/s, was " + eventsPerSecond);
    }
    if (batch < 1 || batch > 5_000) {
      throw new IllegalArgumentException("a batch has 1 to 5,000 events, not " + batch);
    }
  }

  /** Seconds between two events of one vehicle. */
  public double secondsBetweenEvents() {
    return vehicles / eventsPerSecond;
  }
}
