package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final long ANSWERS = 100;

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
  void goesOnUntilTheCompilerHasSeenEnough() {
    assertThat(isOverAfter(100, 100, 100)).isFalse();
    assertThat(isOverAfter(100, 100, 100, 100)).isTrue();
  }

  @Test
  void endsAtTheBound() {
    assertThat(isOverAfter(800, 400, 200, 100, 50, 20)).isTrue();
  }

  @Test
  void needsFewerRequestsTheMoreEventsTheyHave() {
    WarmUp single = WarmUp.of(1, 1_100, 6);
    WarmUp many = WarmUp.of(50, 1_100, 6);
    for (int visit = 0; visit < 3; visit++) {
      single.add(visit(100));
      many.add(visit(100));
    }

    assertThat(single.isOver()).isFalse();
    assertThat(many.isOver()).isTrue();
  }

  private static boolean isOverAfter(double... costs) {
    WarmUp warmUp = new WarmUp(4 * ANSWERS, 6);
    DoubleStream.of(costs).mapToObj(WarmUpTest::visit).forEach(warmUp::add);
    return warmUp.isOver();
  }

  private static Visit visit(double cpuMicrosPerRequest) {
    return new Visit(ANSWERS, 1, cpuMicrosPerRequest * ANSWERS, 0);
  }
}
