package io.evenkeel.load.fleet;

import io.evenkeel.client.OutgoingEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of a part of a fleet as fast as they are asked for: each vehicle measures once a second
 * of its own time, from a start in the past. Not thread-safe.
 */
public final class FleetBatches {
  private static final long INTERVAL_MILLIS = 1_000;

  private final List<SimulatedVehicle> vehicles = new ArrayList<>();
  private final int firstVehicle;
  private final int batch;
  private final long startMillis;
  private final String session;
  private long round;
  private int next;

  /**
   * Batches of the vehicles from {@code firstVehicle} on.
   *
   * @param startMillis event time of the first events, Unix milliseconds
   */
  public FleetBatches(int firstVehicle, int vehicles, int batch, long startMillis, long seed) {
    this.firstVehicle = firstVehicle;
    this.batch = batch;
    this.startMillis = startMillis;
    this.session = Long.toString(startMillis);
    for (int i = 0; i < vehicles; i++) {
      this.vehicles.add(new SimulatedVehicle(seed * 1_000_003 + firstVehicle + i));
    }
  }

  /** The next vehicle's next batch. */
  public List<byte[]> next() {
    SimulatedVehicle vehicle = vehicles.get(next);
    String name = "bench-%06d".formatted(firstVehicle + next);
    List<byte[]> events = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      long seq = round * batch + i;
      long time = startMillis + seq * INTERVAL_MILLIS;
      events.add(new OutgoingEvent(name, time, session, seq, vehicle.advance(1, time)).toJson());
    }
    if (++next == vehicles.size()) {
      next = 0;
      round++;
    }
    return events;
  }
}
