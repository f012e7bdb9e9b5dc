package io.evenkeel.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final Quota quota = new Quota("vehicle-events", 6_000, 120, 3, Duration.ofMillis(1_001));

  @Test
  void isWrittenAsStructuredFields() {
    assertThat(quota.policyField()).isEqualTo("\"vehicle-events\";q=6000;w=120");
    assertThat(quota.stateField()).isEqualTo("\"vehicle-events\";r=3;t=2");
  }

  @Test
  void neverSaysZeroSecondsNorMoreThanAnHour() {
    assertThat(new Quota("p", 1, 1, 0, Duration.ofNanos(1)).stateField()).endsWith("t=1");
    assertThat(new Quota("p", 1, 1, 0, Duration.ofDays(3)).stateField()).endsWith("t=3600");
  }
}
