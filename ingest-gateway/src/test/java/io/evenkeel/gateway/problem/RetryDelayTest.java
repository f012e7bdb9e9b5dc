package io.evenkeel.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryDelayTest {
  @Test
  void spreadsFromOneSecondToTheLongest() {
    RetryDelay delay = new RetryDelay(new Random(1), 5);

    Set<Integer> drawn = Stream.generate(delay::nextSeconds).limit(200).collect(Collectors.toSet());

    assertThat(drawn).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
  }

  @Test
  void neverComesBeforeTheLeastTimeAndSpreadsBeyondIt() {
    RetryDelay delay = new RetryDelay(new Random(1), 3);

    Set<Integer> drawn =
        Stream.generate(() -> delay.nextSeconds(Duration.ofMillis(7_001)))
            .limit(200)
            .collect(Collectors.toSet());

    assertThat(drawn).containsExactlyInAnyOrder(8, 9, 10);
    assertThat(delay.nextSeconds(Duration.ofDays(2))).isBetween(3_600, 3_602);
  }

  @Test
  void refusesToAskForNoWait() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryDelay(new Random(), 0));
  }
}
