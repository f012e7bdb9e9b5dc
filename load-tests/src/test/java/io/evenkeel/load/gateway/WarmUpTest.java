package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void goesOnWhileTheCostFalls() {
    assertThat(isOverAfter(800, 400, 200, 100, 50)).isFalse();
  }

  @Test
  void endsWhenTheCostHasNotFallenTwice() {
    assertThat(isOverAfter(800, 100, 95)).isFalse();
    assertThat(isOverAfter(800, 100, 95, 96)).isTrue();
  }

  @Test
  void isNotEndedByOneDisturbance() {
    assertThat(isOverAfter(800, 100, 300, 60)).isFalse();
  }

  @Test
  void endsAtTheBound() {
    assertThat(isOverAfter(800, 400, 200, 100, 50, 20)).isTrue();
  }

  private static boolean isOverAfter(double... costs) {
    WarmUp warmUp = new WarmUp(6);
    DoubleStream.of(costs).forEach(warmUp::took);
    return warmUp.isOver();
  }
}
