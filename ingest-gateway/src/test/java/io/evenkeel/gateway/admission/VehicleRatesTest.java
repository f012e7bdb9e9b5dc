package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VehicleRatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CellRate RATE = new CellRate(10, 20);

  private final VehicleRates rates = new VehicleRates(1_000, 42);

  @Test
  void eachVehicleHasItsOwnBucket() {
    assertThat(charge("acme", "a", 20, 0)).isTrue();
    assertThat(charge("acme", "a", 1, 0)).isFalse();
    assertThat(charge("acme", "b", 20, 0)).isTrue();
    assertThat(rates.tracked(0)).isEqualTo(2);
  }

  @Test
  void vehiclesOfDifferentTenantsHaveNothingInCommon() {
    assertThat(charge("acme", "a", 20, 0)).isTrue();
    assertThat(charge("other", "a", 20, 0)).isTrue();
    // Nor do a tenant and a vehicle whose names are swapped.
    assertThat(charge("a", "acme", 20, 0)).isTrue();
  }

  @Test
  void refillsWithTime() {
    charge("acme", "a", 20, 0);

    assertThat(charge("acme", "a", 11, SECOND)).isFalse();
    assertThat(charge("acme", "a", 10, SECOND)).isTrue();
    assertThat(charge("acme", "a", 1, SECOND)).isFalse();
  }

  @Test
  void aFullBucketTakesAnyGroupAndGoesIntoDebt() {
    assertThat(charge("acme", "a", 5_000, 0)).isTrue();
    assertThat(charge("acme", "a", 1, 490 * SECOND)).isFalse();
    assertThat(charge("acme", "a", 5_000, 500 * SECOND)).isTrue();
  }

  @Test
  void aChangedRateBeginsWithAFullBucket() {
    charge("acme", "a", 5_000, 0);
    CellRate raised = new CellRate(20, 20);

    long hash = rates.hash(rates.tenantHash("acme", raised), "a");

    assertThat(rates.decide(hash, raised, 20, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(rates.decide(hash, raised, 1, 0)).isInstanceOf(Admission.Throttled.class);
  }

  @Test
  void slotsOfIdleVehiclesAreGivenToOthers() {
    VehicleRates small = new VehicleRates(1, 42);
    long now = 1;
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < small.slots(); i++) {
        long hash = small.hash(round, "v" + i);
        assertThat(small.decide(hash, RATE, 20, now)).isInstanceOf(Admission.Admitted.class);
        assertThat(small.decide(hash, RATE, 1, now)).isInstanceOf(Admission.Throttled.class);
      }
      assertThat(small.tracked(now)).isEqualTo(small.slots());
      now += 3 * SECOND;
      assertThat(small.tracked(now)).isZero();
    }
    assertThat(small.untracked()).isZero();
  }

  @Test
  void vehiclesPassUncountedWhenNoSlotIsFree() {
    VehicleRates small = new VehicleRates(1, 42);
    IntStream.range(0, small.slots())
        .forEach(i -> small.decide(small.hash(0, "v" + i), RATE, 20, 0));
    long late = small.hash(0, "late");

    assertThat(small.decide(late, RATE, 20, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(small.decide(late, RATE, 20, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(small.untracked()).isEqualTo(2);
    // Those that have a slot are held to their limit all the same.
    assertThat(small.decide(small.hash(0, "v0"), RATE, 1, 0))
        .isInstanceOf(Admission.Throttled.class);
  }

  @Test
  void aMillionVehiclesCostLessThanAHundredBytesEach() {
    int vehicles = LimitConfig.DEFAULT.vehiclesMax();
    VehicleRates large = new VehicleRates(vehicles, 42);
    long tenant = large.tenantHash("acme", RATE);

    IntStream.range(0, vehicles)
        .forEach(i -> large.decide(large.hash(tenant, "vehicle-" + i), RATE, 20, 0));

    assertThat(large.untracked()).isZero();
    assertThat(large.tracked(0)).isBetween(vehicles * 97L / 100, vehicles * 103L / 100);
    // The table is all there is: it neither grows nor points to anything.
    assertThat(VehicleRates.bytes(vehicles) / vehicles).isLessThan(100).isEqualTo(33);
  }

  @Test
  void withinACapacityFewFindNoSlotWhateverTheirNames() {
    for (int seed = 0; seed < 20; seed++) {
      VehicleRates table = new VehicleRates(10_000, seed);
      long tenant = table.tenantHash("acme", RATE);

      IntStream.range(0, 10_000)
          .forEach(i -> table.decide(table.hash(tenant, "WVWZZZ1JZ" + i), RATE, 20, 0));

      assertThat(table.untracked()).isZero();
    }
  }

  private boolean charge(String tenant, String vehicle, int events, long nowNanos) {
    long hash = rates.hash(rates.tenantHash(tenant, RATE), vehicle);
    return rates.decide(hash, RATE, events, nowNanos) instanceof Admission.Admitted;
  }
}
