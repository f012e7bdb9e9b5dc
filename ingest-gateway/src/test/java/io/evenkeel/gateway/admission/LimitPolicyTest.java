package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.TenantLimits;
import io.evenkeel.model.topic.Lane;
import org.junit.jupiter.api.Test;

class LimitPolicyTest {
  private final LimitPolicy policy = new LimitPolicy(LimitConfig.DEFAULT);

  @Test
  void aTenantWithoutLimitsOfItsOwnHasTheGateways() {
    assertThat(policy.vehicle(TenantLimits.DEFAULT)).isEqualTo(new CellRate(50, 6_000));
    assertThat(policy.tenant(TenantLimits.DEFAULT, Lane.LIVE, 1))
        .isEqualTo(new CellRate(100_000, 1_000_000));
    assertThat(policy.tenant(TenantLimits.DEFAULT, Lane.BACKFILL, 1))
        .isEqualTo(new CellRate(20_000, 200_000));
  }

  @Test
  void theDirectoryOverridesThem() {
    TenantLimits own =
        new TenantLimits(new EventRate(7, 8), new EventRate(9, 10), new EventRate(11, 12));

    assertThat(policy.tenant(own, Lane.LIVE, 1)).isEqualTo(new CellRate(7, 8));
    assertThat(policy.tenant(own, Lane.BACKFILL, 1)).isEqualTo(new CellRate(9, 10));
    assertThat(policy.vehicle(own)).isEqualTo(new CellRate(11, 12));
  }

  @Test
  void aRateWithoutBurstGetsAsManySecondsAsTheDefault() {
    TenantLimits own =
        new TenantLimits(new EventRate(10, 0), new EventRate(0, 500), new EventRate(1, 0));

    assertThat(policy.tenant(own, Lane.LIVE, 1)).isEqualTo(new CellRate(10, 100));
    assertThat(policy.tenant(own, Lane.BACKFILL, 1)).isEqualTo(new CellRate(20_000, 500));
    assertThat(policy.vehicle(own)).isEqualTo(new CellRate(1, 120));
  }

  @Test
  void aTenantsLimitsAreDividedAmongGatewaysAndThoseOfVehiclesAreNot() {
    TenantLimits own =
        new TenantLimits(new EventRate(10, 100), EventRate.DEFAULT, new EventRate(2, 3));

    assertThat(policy.tenant(own, Lane.LIVE, 4)).isEqualTo(new CellRate(2, 25));
    assertThat(policy.tenant(own, Lane.LIVE, 1_000)).isEqualTo(new CellRate(1, 1));
    assertThat(policy.vehicle(own)).isEqualTo(new CellRate(2, 3));
  }

  @Test
  void takesTheLargestLimitsThereAre() {
    EventRate most = new EventRate(EventRate.EVENTS_MAX, 0);
    CellRate rate = policy.tenant(new TenantLimits(most, most, most), Lane.LIVE, 1);

    assertThat(rate.burst()).isEqualTo(EventRate.EVENTS_MAX);
    assertThat(rate.decide(0, 0, 5_000)).isInstanceOf(Admission.Admitted.class);
    assertThat(new CellRate(1, EventRate.EVENTS_MAX).enter(0, 0))
        .isInstanceOf(Admission.Admitted.class);
  }
}
