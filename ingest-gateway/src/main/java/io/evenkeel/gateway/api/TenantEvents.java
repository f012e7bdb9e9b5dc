package io.evenkeel.gateway.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts events by tenant: those that are durable, those that were rejected, and those that were
 * more than a limit lets pass. The first tenants have series of their own, all others share one.
 * Safe for use by many threads.
 */
final class TenantEvents {
  /** Tenants with series of their own. */
  static final int TENANTS_MAX = 100;

  /** Stands for all other tenants; no slug begins like this. */
  static final String OTHER = "_other";

  private final MeterRegistry registry;
  private final Map<String, Counters> byTenant = new ConcurrentHashMap<>();
  // Null until there are too many tenants.
  private volatile @Nullable Counters others;

  TenantEvents(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The counters of a tenant. */
  Counters of(String tenant) {
    Counters known = byTenant.get(tenant);
    if (known != null) {
      return known;
    }
    Counters shared = others;
    return shared == null ? begin(tenant) : shared;
  }

  private synchronized Counters begin(String tenant) {
    if (byTenant.size() < TENANTS_MAX) {
      return byTenant.computeIfAbsent(tenant, this::counters);
    }
    Counters shared = others;
    if (shared == null) {
      shared = counters(OTHER);
      others = shared;
    }
    return byTenant.getOrDefault(tenant, shared);
  }

  private Counters counters(String tenant) {
    return new Counters(
        counter(tenant, "accepted"), counter(tenant, "rejected"), counter(tenant, "throttled"));
  }

  private Counter counter(String tenant, String outcome) {
    return Counter.builder("evenkeel.gateway.tenant.events")
        .description(
            "Events by tenant; of the tenants after the first "
                + TENANTS_MAX
                + " together as "
                + OTHER)
        .tag("tenant", tenant)
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Of one tenant. */
  record Counters(Counter accepted, Counter rejected, Counter throttled) {}
}
