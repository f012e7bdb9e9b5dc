package io.evenkeel.load.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimulatedVehicleTest {
  private static final long START = 1_790_000_000_000L;

  @Test
  void livesTheSameLifeFromTheSameSeed() {
    assertThat(drive(7, 2_000)).isEqualTo(drive(7, 2_000));
  }

  @Test
  void livesAnotherLifeFromAnotherSeed() {
    assertThat(drive(7, 10)).isNotEqualTo(drive(8, 10));
  }

  @Test
  void drivesChargesAndParks() {
    List<Map<String, Object>> day = drive(3, 86_400);

    assertThat(day).anyMatch(s -> number(s, "speed") > 20);
    assertThat(day).anyMatch(s -> Boolean.TRUE.equals(s.get("is_charging")));
    assertThat(day)
        .anyMatch(s -> number(s, "speed") == 0 && !Boolean.TRUE.equals(s.get("is_charging")));
  }

  @Test
  void gainsChargeOnlyWhilePowerFlowsIn() {
    List<Map<String, Object>> day = drive(3, 86_400);

    for (int i = 1; i < day.size(); i++) {
      double gained = number(day.get(i), "soc") - number(day.get(i - 1), "soc");
      if (gained > 0.011) {
        assertThat(number(day.get(i), "battery_power")).isPositive();
      }
    }
  }

  @Test
  void recoversEnergyWhenBraking() {
    assertThat(drive(3, 20_000))
        .anyMatch(
            s -> !Boolean.TRUE.equals(s.get("is_charging")) && number(s, "battery_power") > 1_000);
  }

  @Test
  void staysWithinTheRangesOfTheCatalogue() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(drive(seed, 20_000))
          .allMatch(s -> number(s, "soc") >= 0 && number(s, "soc") <= 100)
          .allMatch(s -> number(s, "speed") >= 0 && number(s, "speed") < 200)
          .allMatch(s -> number(s, "heading") >= 0 && number(s, "heading") <= 360)
          .allMatch(s -> number(s, "battery_temperature") > -60);
    }
  }

  private static List<Map<String, Object>> drive(long seed, int seconds) {
    SimulatedVehicle vehicle = new SimulatedVehicle(seed);
    List<Map<String, Object>> events = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      events.add(vehicle.advance(1, START + i * 1_000L));
    }
    return events;
  }

  private static double number(Map<String, Object> signals, String name) {
    return ((Number) Objects.requireNonNull(signals.get(name))).doubleValue();
  }
}
