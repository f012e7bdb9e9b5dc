package io.evenkeel.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class TenantEventsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TenantEvents events = new TenantEvents(registry);

  @Test
  void giveTenantsSeriesOfTheirOwnUpToTheBound() {
    for (int tenant = 0; tenant < TenantEvents.TENANTS_MAX + 50; tenant++) {
      events.of("tenant-" + tenant).accepted().increment();
    }

    assertThat(accepted("tenant-0")).isEqualTo(1);
    assertThat(accepted("tenant-99")).isEqualTo(1);
    assertThat(accepted(TenantEvents.OTHER)).isEqualTo(50);
    assertThat(registry.getMeters()).hasSize(3 * (TenantEvents.TENANTS_MAX + 1));
  }

  @Test
  void keepCountingATenantThatWasThereBeforeTheBound() {
    for (int tenant = 0; tenant < TenantEvents.TENANTS_MAX + 1; tenant++) {
      var _ = events.of("tenant-" + tenant);
    }

    events.of("tenant-7").throttled().increment(3);

    assertThat(
            registry
                .get("evenkeel.gateway.tenant.events")
                .tags("tenant", "tenant-7", "outcome", "throttled")
                .counter()
                .count())
        .isEqualTo(3);
  }

  private double accepted(String tenant) {
    return registry
        .get("evenkeel.gateway.tenant.events")
        .tags("tenant", tenant, "outcome", "accepted")
        .counter()
        .count();
  }
}
