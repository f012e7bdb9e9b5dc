package io.evenkeel.admin.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {
  /** At 1,000 a second: 500 in the first 5 s, 2,500 in the next 5 s, then 1,000 each second. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "100, 0, 1000",
    "100, 400, 600",
    "500, 0, 5000",
    "1000, 0, 6000",
    "3000, 0, 10000",
    "4000, 0, 11000",
    "4000, 11000, 0",
    "4000, 60000, 0"
  })
  void letsATenthGoFirstThenHalfThenAll(long events, long elapsedMillis, long waitMillis) {
    assertThat(new Ramp(1_000).wait(Duration.ofMillis(elapsedMillis), events))
        .isEqualTo(Duration.ofMillis(waitMillis));
  }
}
