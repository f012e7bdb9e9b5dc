package io.evenkeel.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"1, 6, 9", "2, 6, 18", "3, 12, 36", "4, 24, 72", "5, 48, 96", "6, 96, 96"})
  void backsOffWithEachAttempt(int attempt, int least, int most) {
    RetryDelay delay = new RetryDelay(new Random(1), 10);

    Set<Integer> drawn =
        Stream.generate(() -> delay.nextSeconds(Duration.ZERO, attempt))
            .limit(2_000)
            .collect(Collectors.toSet());

    assertThat(drawn).allSatisfy(seconds -> assertThat(seconds).isBetween(least, most));
    assertThat(drawn).hasSizeGreaterThanOrEqualTo((most - least + 1) / 2);
  }

  @Test
  void waitsForTheLimitWhereThatTakesLongerThanTheBackOff() {
    RetryDelay delay = new RetryDelay(new Random(1), 3);

    Set<Integer> drawn =
        Stream.generate(() -> delay.nextSeconds(Duration.ofMillis(99_001), 999_999_999))
            .limit(200)
            .collect(Collectors.toSet());

    assertThat(drawn).containsExactlyInAnyOrder(100, 101, 102);
    assertThat(delay.nextSeconds(Duration.ofSeconds(2), 1)).isBetween(6, 9);
    assertThat(delay.nextSeconds(Duration.ofSeconds(2), 0)).isBetween(2, 4);
  }

  @Test
  void refusesToAskForNoWait() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RetryDelay(new Random(), 0));
  }
}
