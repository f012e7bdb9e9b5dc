package io.evenkeel.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/fleet} says: where the vehicles of the demo tenant are that told it lately.
 *
 * @param atMillis when, Unix milliseconds
 * @param tenant whose vehicles
 * @param truncated whether there are more than are told
 * @param vehicles at most {@link FleetQueries#VEHICLES_MAX}
 */
record FleetView(long atMillis, String tenant, boolean truncated, List<Vehicle> vehicles) {
  /**
   * A vehicle's latest values.
   *
   * @param id number within the tenant
   * @param at event time of the position, Unix milliseconds
   * @param soc state of charge, percent; null if it never told
   * @param charging null if it never told
   * @param speed km/h; null if it never told
   */
  record Vehicle(
      long id,
      String name,
      double latitude,
      double longitude,
      long at,
      @Nullable Double soc,
      @Nullable Boolean charging,
      @Nullable Double speed) {}

  /**
   * What {@code /api/trails} says: where the vehicles were at the end of their last closed minutes.
   *
   * @param trails at most {@link FleetQueries#VEHICLES_MAX}
   */
  record Trails(List<Trail> trails) {}

  /**
   * Where a vehicle was.
   *
   * @param id number within the tenant
   * @param points minute (Unix milliseconds), latitude, longitude; oldest first
   */
  record Trail(long id, List<double[]> points) {}
}
