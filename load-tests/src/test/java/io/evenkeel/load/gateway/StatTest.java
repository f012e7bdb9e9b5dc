package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Stat.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Stat(4, 1, 9));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Stat.of(List.of(8.0, 1.0, 2.0, 5.0))).isEqualTo(new Stat(3.5, 1, 8));
  }

  @Test
  void roundsToThreeDecimals() {
    assertThat(Stat.of(List.of(2.0 / 3))).isEqualTo(new Stat(0.667, 0.667, 0.667));
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    // The third round met a machine that was twice as slow; the ratio of the medians would be 1.5.
    assertThat(Stat.ofRatios(List.of(20.0, 30.0, 60.0), List.of(10.0, 20.0, 30.0)))
        .isEqualTo(new Stat(2, 1.5, 2));
  }

  @Test
  void aRoundWithoutItsOtherHalfGivesNoRatio() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stat.ofRatios(List.of(1.0, 2.0), List.of(1.0)));
  }

  @Test
  void noValueHasNoMedian() {
    assertThatIllegalArgumentException().isThrownBy(() -> Stat.of(List.of()));
  }
}
