package io.evenkeel.gateway.admission;

import io.evenkeel.model.directory.EventRate;
import java.time.Duration;

/**
 * How much each vehicle and each tenant may send, unless the directory says otherwise for a tenant.
 * Keys under {@code gateway.limits}.
 *
 * @param vehicleEventsPerSecond live events of one vehicle a second, on average; never divided by
 *     replicas, because a vehicle mostly keeps its connection
 * @param vehicleBurstEvents live events of one vehicle at once after a quiet time
 * @param vehiclesMax vehicles whose buckets may be other than full at the same time; 34 bytes each
 * @param liveEventsPerSecond live events of one tenant a second, of all gateways together
 * @param liveBurstEvents live events of one tenant at once after a quiet time
 * @param backfillEventsPerSecond events of one tenant's backfill a second, of all gateways together
 * @param backfillBurstEvents events of one tenant's backfill at once after a quiet time
 * @param replicasDns name of a headless service whose addresses are the ready gateways; empty if
 *     there is only this one
 * @param replicasEvery how often they are counted
 * @param headers whether refusals for a limit carry {@code RateLimit} and {@code RateLimit-Policy}
 */
public record LimitConfig(
    int vehicleEventsPerSecond,
    int vehicleBurstEvents,
    int vehiclesMax,
    int liveEventsPerSecond,
    int liveBurstEvents,
    int backfillEventsPerSecond,
    int backfillBurstEvents,
    String replicasDns,
    Duration replicasEvery,
    boolean headers) {
  /** What a gateway allows unless told otherwise. */
  public static final LimitConfig DEFAULT =
      new LimitConfig(
          50,
          6_000,
          1_000_000,
          100_000,
          1_000_000,
          20_000,
          200_000,
          "",
          Duration.ofSeconds(5),
          true);

  public LimitConfig {
    requireEvents(vehicleEventsPerSecond, "vehicle-events-per-second");
    requireEvents(vehicleBurstEvents, "vehicle-burst-events");
    if (vehiclesMax < 1 || vehiclesMax > VehicleRates.vehiclesLimit()) {
      throw new IllegalArgumentException(
          "gateway.limits.vehicles-max must be 1 to %d, was %d"
              .formatted(VehicleRates.vehiclesLimit(), vehiclesMax));
    }
    requireEvents(liveEventsPerSecond, "live-events-per-second");
    requireEvents(liveBurstEvents, "live-burst-events");
    requireEvents(backfillEventsPerSecond, "backfill-events-per-second");
    requireEvents(backfillBurstEvents, "backfill-burst-events");
    if (replicasEvery.toMillis() < 100) {
      throw new IllegalArgumentException(
          "gateway.limits.replicas-every must be 100 ms or more, was " + replicasEvery);
    }
  }

  /** The same with another rate of vehicles. */
  public LimitConfig withVehicle(int eventsPerSecond, int burstEvents) {
    return new LimitConfig(
        eventsPerSecond,
        burstEvents,
        vehiclesMax,
        liveEventsPerSecond,
        liveBurstEvents,
        backfillEventsPerSecond,
        backfillBurstEvents,
        replicasDns,
        replicasEvery,
        headers);
  }

  /** The same with another rate of tenants, on both lanes. */
  public LimitConfig withTenant(int eventsPerSecond, int burstEvents) {
    return new LimitConfig(
        vehicleEventsPerSecond,
        vehicleBurstEvents,
        vehiclesMax,
        eventsPerSecond,
        burstEvents,
        eventsPerSecond,
        burstEvents,
        replicasDns,
        replicasEvery,
        headers);
  }

  /** The same without any limit that could be reached: for benchmarks. */
  public LimitConfig unlimited() {
    return withVehicle(EventRate.EVENTS_MAX, EventRate.EVENTS_MAX)
        .withTenant(EventRate.EVENTS_MAX, EventRate.EVENTS_MAX);
  }

  private static void requireEvents(int value, String key) {
    if (value < 1 || value > EventRate.EVENTS_MAX) {
      throw new IllegalArgumentException(
          "gateway.limits.%s must be 1 to %d, was %d".formatted(key, EventRate.EVENTS_MAX, value));
    }
  }
}
