package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final long ANSWERS = 100;
  private static final double MICROS_PER_SECOND = 1e6;

  @Test
  void goesOnWhileTheCompilersWork() {
    assertThat(isOverAfter(0.9, 0.8, 0.5, 0.3, 0.2)).isFalse();
  }

  @Test
  void endsWhenTheyWereIdleTwice() {
    assertThat(isOverAfter(0.9, 0.5, 0.3, 0.05)).isFalse();
    assertThat(isOverAfter(0.9, 0.5, 0.3, 0.05, 0.02)).isTrue();
  }

  @Test
  void goesOnWhenTheyBeginAgain() {
    assertThat(isOverAfter(0.9, 0.5, 0.05, 0.3, 0.05)).isFalse();
  }

  @Test
  void goesOnUntilTheyHaveSeenEnough() {
    assertThat(isOverAfter(0, 0, 0)).isFalse();
    assertThat(isOverAfter(0, 0, 0, 0)).isTrue();
  }

  @Test
  void endsAtTheBound() {
    assertThat(isOverAfter(1, 1, 1, 1, 1, 1)).isTrue();
  }

  @Test
  void needsFewerRequestsTheMoreEventsTheyHave() {
    WarmUp single = WarmUp.of(1, 1_100, 6);
    WarmUp many = WarmUp.of(50, 1_100, 6);
    for (int visit = 0; visit < 3; visit++) {
      single.add(visit(0));
      many.add(visit(0));
    }

    assertThat(single.isOver()).isFalse();
    assertThat(many.isOver()).isTrue();
  }

  private static boolean isOverAfter(double... compilerShares) {
    WarmUp warmUp = new WarmUp(4 * ANSWERS, 6);
    DoubleStream.of(compilerShares).mapToObj(WarmUpTest::visit).forEach(warmUp::add);
    return warmUp.isOver();
  }

  private static Visit visit(double compilerShare) {
    return new Visit(ANSWERS, 1, MICROS_PER_SECOND, compilerShare * MICROS_PER_SECOND, 0);
  }
}
