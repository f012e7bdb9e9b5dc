package io.evenkeel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE =
      new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(5));

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "6, 3200", "7, 5000", "50, 5000", "2000000000, 5000"})
  void doublesTheBoundUpToTheLongest(int attempts, long millis) {
    assertThat(SCHEDULE.bound(attempts)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void drawsFromTheWholePauseAndNeverBeforeTheServersTime(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Duration asked = Duration.ofSeconds(7);
    Duration shortest = Duration.ofDays(1);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 1_000; i++) {
      Duration pause = SCHEDULE.pause(4, asked, random).minus(asked);
      shortest = pause.compareTo(shortest) < 0 ? pause : shortest;
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }

    // Full jitter: both ends of 0 to 800 ms are met.
    assertThat(shortest).isBetween(Duration.ZERO, Duration.ofMillis(20));
    assertThat(longest).isBetween(Duration.ofMillis(780), Duration.ofMillis(800));
  }

  @Test
  void isTheSameForTheSameChance() {
    assertThat(SCHEDULE.pause(3, Duration.ZERO, new SplittableRandom(9)))
        .isEqualTo(SCHEDULE.pause(3, Duration.ZERO, new SplittableRandom(9)));
  }

  @Test
  void refusesPausesThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetrySchedule(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetrySchedule(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }
}
