package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LagTrendTest {
  private static List<Sample> samples(int count, IntToDoubleFunction lag) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Sample(i, i, 0, lag.applyAsDouble(i), Map.of()))
        .toList();
  }

  @Test
  void aSmallLagThatStaysIsLevel() {
    assertThat(LagTrend.of(samples(30, i -> 0.4)).isLevel()).isTrue();
  }

  @Test
  void aLagThatGrowsIsNotLevel() {
    assertThat(LagTrend.of(samples(30, i -> i * 0.06)).isLevel()).isFalse();
  }

  @Test
  void aLagThatIsHighAtTheEndIsNotLevel() {
    assertThat(LagTrend.of(samples(600, i -> i == 599 ? 2.1 : 0.2)).isLevel()).isFalse();
  }

  @Test
  void aLagThatRoseForAWhileAndCameBackIsLevel() {
    LagTrend trend = LagTrend.of(samples(600, i -> i > 200 && i < 240 ? 8 : 0.3));

    assertThat(trend.isLevel()).isTrue();
    assertThat(trend.maxSeconds()).isEqualTo(8);
  }

  @Test
  void oneSampleIsJudgedByItsLag() {
    assertThat(LagTrend.of(samples(1, i -> 0.3)).isLevel()).isTrue();
    assertThat(LagTrend.of(samples(1, i -> 3)).isLevel()).isFalse();
  }

  @Test
  void anUnknownLagIsNotLevel() {
    assertThat(LagTrend.of(List.of()).isLevel()).isFalse();
  }
}
