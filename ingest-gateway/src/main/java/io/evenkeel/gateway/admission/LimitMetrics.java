package io.evenkeel.gateway.admission;

import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts what the limits hold back, by limit and lane. Safe for use by many threads. */
final class LimitMetrics {
  private static final String EVENTS = "evenkeel.gateway.limits.throttled";

  private final Counter vehicleEvents;
  private final Map<Lane, Counter> tenantEvents = new EnumMap<>(Lane.class);
  private final Map<Lane, Counter> unread = new EnumMap<>(Lane.class);

  LimitMetrics(MeterRegistry registry) {
    this.vehicleEvents = events(registry, Policy.VEHICLE_EVENTS, Lane.LIVE);
    for (Lane lane : Lane.values()) {
      Policy policy = Policy.ofTenant(lane);
      tenantEvents.put(lane, events(registry, policy, lane));
      unread.put(
          lane,
          Counter.builder("evenkeel.gateway.limits.unread")
              .description("Requests that were refused for a limit before their body was read")
              .tag("policy", policy.id())
              .tag("lane", lane.id())
              .register(registry));
    }
  }

  /** What the table of vehicles holds, against its bound. */
  static void register(
      MeterRegistry registry, VehicleRates rates, LimitConfig config, LongSupplier nanoClock) {
    Gauge.builder("evenkeel.gateway.limits.vehicles", rates, r -> r.tracked(nanoClock.getAsLong()))
        .description("Vehicles that have used some of their limit; an estimate in a large table")
        .strongReference(true)
        .register(registry);
    Gauge.builder("evenkeel.gateway.limits.vehicles.capacity", config, LimitConfig::vehiclesMax)
        .description("Most such vehicles")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder(
            "evenkeel.gateway.limits.vehicles.untracked", rates, VehicleRates::untracked)
        .description("Groups of events that passed their vehicle's limit because the table is full")
        .register(registry);
  }

  /** Counts events that may not pass. */
  void throttled(Policy policy, Lane lane, int events) {
    (policy == Policy.VEHICLE_EVENTS ? vehicleEvents : of(tenantEvents, lane)).increment(events);
  }

  /** Counts a request whose events nobody has counted. */
  void unread(Lane lane) {
    of(unread, lane).increment();
  }

  private static Counter events(MeterRegistry registry, Policy policy, Lane lane) {
    return Counter.builder(EVENTS)
        .description("Valid events that were not taken because a limit was reached")
        .tag("policy", policy.id())
        .tag("lane", lane.id())
        .register(registry);
  }

  private static Counter of(Map<Lane, Counter> complete, Lane lane) {
    Counter counter = complete.get(lane);
    if (counter == null) {
      throw new IllegalStateException("Every lane has its counter");
    }
    return counter;
  }
}
