package io.evenkeel.load.pipeline;

import io.evenkeel.load.fleet.FleetBatches;
import java.util.ArrayList;
import java.util.List;

/**
 * The vehicles of one connection, which take turns: the events of a vehicle come in order, one
 * request after the other. Not thread-safe.
 */
final class VehicleTurns {
  private final List<RequestTemplate> vehicles;
  private int next;

  private VehicleTurns(List<RequestTemplate> vehicles) {
    this.vehicles = vehicles;
  }

  /**
   * Shares a fleet out among connections. Its vehicles drive and charge as simulated ones do.
   *
   * @param first number of the first vehicle, so that fleets with other batches have others
   * @param batch events a request, all of one vehicle
   * @param startMillis event time of each vehicle's first event, Unix milliseconds
   */
  static List<VehicleTurns> share(
      int first,
      int vehicles,
      int connections,
      int batch,
      String apiKey,
      long startMillis,
      long seed) {
    List<VehicleTurns> turns = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      List<RequestTemplate> its = new ArrayList<>();
      for (int v = c; v < vehicles; v += connections) {
        FleetBatches events = new FleetBatches(first + v, 1, batch, startMillis, seed);
        its.add(RequestTemplate.of(events.next(), apiKey, startMillis));
      }
      turns.add(new VehicleTurns(its));
    }
    return turns;
  }

  /** Whose turn it is. */
  RequestTemplate next() {
    RequestTemplate template = vehicles.get(next);
    next = next + 1 == vehicles.size() ? 0 : next + 1;
    return template;
  }
}
