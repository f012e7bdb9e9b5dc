package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts events by lane: those that are durable, and the others by reason; and by tenant, as far as
 * there are few. Never by vehicle. Safe for use by many threads.
 */
public final class EventMetrics {
  private final Map<Lane, Counter> accepted = new EnumMap<>(Lane.class);
  private final Map<Lane, Map<ErrorCode, Counter>> rejected = new EnumMap<>(Lane.class);
  private final TenantEvents tenants;

  public EventMetrics(MeterRegistry registry) {
    this.tenants = new TenantEvents(registry);
    for (Lane lane : Lane.values()) {
      accepted.put(lane, acceptedCounter(registry, lane));
      Map<ErrorCode, Counter> byCode = new EnumMap<>(ErrorCode.class);
      for (ErrorCode code : ErrorCode.values()) {
        byCode.put(code, rejectedCounter(registry, lane, code));
      }
      rejected.put(lane, byCode);
    }
  }

  /** Counts every event of a batch by what its sender is told. */
  void answered(Lane lane, String tenant, WaitingBatch waiting, IngestReply reply) {
    TenantEvents.Counters ofTenant = tenants.of(tenant);
    switch (reply) {
      case IngestReply.Accepted(int durable, var rejections) -> {
        of(accepted, lane).increment(durable);
        ofTenant.accepted().increment(durable);
        rejected(lane, ofTenant, rejections);
      }
      case IngestReply.Refused(var problem) when problem.rejected().isEmpty() ->
          count(lane, ofTenant, problem.code(), waiting.valid().size());
      case IngestReply.Refused(var problem) -> rejected(lane, ofTenant, problem.rejected());
      case IngestReply.Judged judged -> {}
    }
  }

  /** Counts valid events that were not taken, for a reason that concerns the whole batch. */
  void notTaken(Lane lane, String tenant, ErrorCode code, int events) {
    count(lane, tenants.of(tenant), code, events);
  }

  private void rejected(Lane lane, TenantEvents.Counters ofTenant, List<Rejection> rejections) {
    rejections.forEach(rejection -> count(lane, ofTenant, rejection.code(), 1));
  }

  private void count(Lane lane, TenantEvents.Counters ofTenant, ErrorCode code, int events) {
    of(of(rejected, lane), code).increment(events);
    boolean throttled =
        switch (code) {
          case VEHICLE_RATE_EXCEEDED, TENANT_RATE_EXCEEDED, REFUSALS_THROTTLED -> true;
          default -> false;
        };
    (throttled ? ofTenant.throttled() : ofTenant.rejected()).increment(events);
  }

  private static <K, V> V of(Map<K, V> complete, K key) {
    V value = complete.get(key);
    if (value == null) {
      throw new IllegalStateException("Every lane and code has its counter");
    }
    return value;
  }

  private static Counter acceptedCounter(MeterRegistry registry, Lane lane) {
    return Counter.builder("evenkeel.gateway.events.accepted")
        .description("Events that the log has acknowledged")
        .tag("lane", lane.id())
        .register(registry);
  }

  private static Counter rejectedCounter(MeterRegistry registry, Lane lane, ErrorCode code) {
    return Counter.builder("evenkeel.gateway.events.rejected")
        .description("Events that were not taken")
        .tag("lane", lane.id())
        .tag("code", code.id())
        .register(registry);
  }
}
