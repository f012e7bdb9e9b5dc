package io.evenkeel.gateway.admission;

import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Quota;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How much callers may send: first their tenant, before a body is read; then each vehicle of the
 * batch, on the live lane; then the tenant is charged for what passes. Safe for use by many
 * threads.
 *
 * <p>A tenant passes as long as its bucket is not empty, whatever it brings, and goes into debt:
 * nothing is read in vain. Threads that ask at the same time may each bring a batch. Vehicles pass
 * with what their buckets hold, or with anything if they are full.
 */
public final class Limits {
  private final LimitPolicy policy;
  private final VehicleRates vehicles;
  private final TenantRates live;
  private final TenantRates backfill;
  private final IntSupplier gateways;
  private final LongSupplier nanoClock;
  private final LimitMetrics metrics;

  /**
   * With a full bucket for everybody.
   *
   * @param hashKey random
   * @param gateways number of gateways that share a tenant's limits, 1 or greater
   * @param nanoClock monotonic
   */
  public Limits(
      LimitConfig config,
      long hashKey,
      IntSupplier gateways,
      LongSupplier nanoClock,
      MeterRegistry registry) {
    this.policy = new LimitPolicy(config);
    this.vehicles = new VehicleRates(config.vehiclesMax(), hashKey);
    this.live = new TenantRates(nanoClock.getAsLong());
    this.backfill = new TenantRates(nanoClock.getAsLong());
    this.gateways = gateways;
    this.nanoClock = nanoClock;
    this.metrics = new LimitMetrics(registry);
    LimitMetrics.register(registry, vehicles, config, nanoClock);
  }

  /** Whether a request's tenant may send anything at all: a refusal, or nothing. */
  public Optional<Problem> atEntrance(Caller caller, Lane lane) {
    Optional<Problem> refusal = tenantRefusal(caller, lane, nanoClock.getAsLong());
    if (refusal.isPresent()) {
      metrics.unread(lane);
    }
    return refusal;
  }

  /**
   * Decides about a batch, and charges vehicles and tenant for what passes.
   *
   * @param batch each vehicle once
   */
  public Passage pass(Caller caller, Lane lane, List<VehicleEvents> batch) {
    if (batch.isEmpty()) {
      return new Passage.Passed(batch, null);
    }
    long nowNanos = nanoClock.getAsLong();
    // Asked again: the body may have taken its time.
    Optional<Problem> refusal = tenantRefusal(caller, lane, nowNanos);
    if (refusal.isPresent()) {
      metrics.throttled(Policy.ofTenant(lane), lane, events(batch));
      return new Passage.Refused(refusal.get());
    }
    Passage.Passed passed =
        switch (lane) {
          case LIVE -> passVehicles(caller, batch, nowNanos);
          case BACKFILL -> new Passage.Passed(batch, null);
        };
    if (passed.throttled() != null) {
      metrics.throttled(Policy.VEHICLE_EVENTS, lane, passed.throttledEvents());
    }
    charge(caller, lane, events(passed.vehicles()), nowNanos);
    return passed;
  }

  static int events(List<VehicleEvents> vehicles) {
    int events = 0;
    for (VehicleEvents vehicle : vehicles) {
      events += vehicle.size();
    }
    return events;
  }

  private Optional<Problem> tenantRefusal(Caller caller, Lane lane, long nowNanos) {
    CellRate rate = policy.tenant(caller.limits(), lane, gateways.getAsInt());
    TenantRates rates = rates(lane);
    return switch (rates.enter(caller.tenant(), rate, nowNanos)) {
      case Admission.Admitted admitted -> Optional.empty();
      case Admission.Throttled(var wait) ->
          Optional.of(
              Problem.of(
                      ErrorCode.TENANT_RATE_EXCEEDED,
                      "The tenant has sent more than it may; nothing of the request was taken.")
                  .withQuota(Policy.ofTenant(lane).quota(rate, 0, wait)));
    };
  }

  private Passage.Passed passVehicles(Caller caller, List<VehicleEvents> batch, long nowNanos) {
    CellRate rate = policy.vehicle(caller.limits());
    long tenantHash = vehicles.tenantHash(caller.tenant(), rate);
    Sieve sieve = null;
    for (int i = 0; i < batch.size(); i++) {
      VehicleEvents vehicle = batch.get(i);
      long hash = vehicles.hash(tenantHash, vehicle.block().vehicle());
      Admission admission = vehicles.decide(hash, rate, vehicle.size(), nowNanos);
      if (admission instanceof Admission.Throttled throttled) {
        sieve = sieve == null ? new Sieve(batch.subList(0, i)) : sieve;
        sieve.throttle(vehicle, hash, throttled);
      } else if (sieve != null) {
        sieve.passed.add(vehicle);
      }
    }
    return sieve == null ? new Passage.Passed(batch, null) : sieve.result(rate, nowNanos);
  }

  private void charge(Caller caller, Lane lane, int events, long nowNanos) {
    if (events > 0) {
      CellRate rate = policy.tenant(caller.limits(), lane, gateways.getAsInt());
      rates(lane).charge(caller.tenant(), rate, events, nowNanos);
    }
  }

  private TenantRates rates(Lane lane) {
    return switch (lane) {
      case LIVE -> live;
      case BACKFILL -> backfill;
    };
  }

  // Made for the first throttled vehicle of a batch; most batches need none.
  private final class Sieve {
    private final List<VehicleEvents> passed;
    private final List<VehicleEvents> throttled = new ArrayList<>();
    private Duration leastWait = Quota.WAIT_MAX;
    private long leastHash;

    Sieve(List<VehicleEvents> passed) {
      this.passed = new ArrayList<>(passed);
    }

    void throttle(VehicleEvents vehicle, long hash, Admission.Throttled admission) {
      throttled.add(vehicle);
      if (throttled.size() == 1 || admission.waitMin().compareTo(leastWait) < 0) {
        leastWait = admission.waitMin();
        leastHash = hash;
      }
    }

    Passage.Passed result(CellRate rate, long nowNanos) {
      int level = rate.level(vehicles.fullAtNanos(leastHash, nowNanos), nowNanos);
      Quota quota = Policy.VEHICLE_EVENTS.quota(rate, level, leastWait);
      return new Passage.Passed(passed, new Passage.Throttled(throttled, quota));
    }
  }
}
