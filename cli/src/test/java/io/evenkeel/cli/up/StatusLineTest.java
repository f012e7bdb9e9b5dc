package io.evenkeel.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusLineTest {
  @Test
  void showsRatesSinceTheLastReadingAndTotals() {
    var before = new PipelineCounters(1_000, 900, 10, 0, 0.4);
    var now = new PipelineCounters(3_000, 2_400, 30, 1, 1.25);

    assertThat(StatusLine.of(before, now, 2))
        .isEqualTo(
            "accepted     1,000/s   stored       750/s   lag   1.3 s   stored 2,400   duplicates 30   dead letters 1");
  }
}
