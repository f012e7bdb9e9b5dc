package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final Duration SINK_SESSION = Duration.ofSeconds(10);

  @Test
  void isAFunctionOfItsSeed() {
    assertThat(FaultSchedule.of(7, 40)).isEqualTo(FaultSchedule.of(7, 40));
    assertThat(FaultSchedule.of(7, 40)).isNotEqualTo(FaultSchedule.of(8, 40));
  }

  @Test
  void hasAsManyKillsAsAskedForAndTheRestInProportion() {
    for (int kills : new int[] {1, 9, 10, 95, 100}) {
      List<Fault> faults = FaultSchedule.of(1, kills);

      assertThat(faults).filteredOn(Fault.Kill.class::isInstance).hasSize(kills);
    }
    assertThat(FaultSchedule.of(1, 100))
        .filteredOn(Fault.WholeRestart.class::isInstance)
        .hasSize(10);
    assertThat(FaultSchedule.of(1, 100)).filteredOn(Fault.Freeze.class::isInstance).hasSize(20);
  }

  @Test
  void killsEveryProcessInAHundredKills() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(
              FaultSchedule.of(seed, 100).stream()
                  .filter(Fault.Kill.class::isInstance)
                  .map(fault -> ((Fault.Kill) fault).target())
                  .collect(Collectors.toSet()))
          .as("seed %d", seed)
          .containsExactlyInAnyOrder(Target.values());
    }
  }

  @Test
  void freezesASinkForLongerThanItsSessionInEveryTenKills() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(FaultSchedule.of(seed, 10))
          .as("seed %d", seed)
          .anySatisfy(fault -> {
            assertThat(fault).isInstanceOf(Fault.Freeze.class);
            Fault.Freeze freeze = (Fault.Freeze) fault;
            assertThat(freeze.target()).isIn(Target.SINK_1, Target.SINK_2);
            assertThat(freeze.duration())
                .isBetween(SINK_SESSION.plusSeconds(1), Duration.ofSeconds(30));
          });
    }
  }

  @Test
  void leavesTimeForRecoveryAfterSomeKillsOnly() {
    assertThat(FaultSchedule.of(3, 100))
        .filteredOn(Fault.Kill.class::isInstance)
        .extracting(fault -> ((Fault.Kill) fault).awaited())
        .contains(true, false);
  }

  @Test
  void refusesNoKillsAtAll() {
    assertThatThrownBy(() -> FaultSchedule.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
