package io.evenkeel.processor.minute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IngestClockTest {
  private static final long START = 1_000_000;

  private final IngestClock clock = new IngestClock(START);

  @Test
  void followsTheLargestIngestTimeWhileRecordsCome() {
    clock.observe(500, START + 1);
    clock.observe(400, START + 2);

    assertThat(clock.now(START + 3)).isEqualTo(500);
  }

  @Test
  void followsTheWallClockWhenIdle() {
    clock.observe(500, START);

    assertThat(clock.now(START + IngestClock.IDLE_MILLIS - 1)).isEqualTo(500);
    assertThat(clock.now(START + IngestClock.IDLE_MILLIS))
        .isEqualTo(START + IngestClock.IDLE_MILLIS);
  }

  @Test
  void goesBackToIngestTimeWhenABacklogComesAfterAnIdleTime() {
    clock.observe(600, START + 60_000);

    assertThat(clock.now(START + 60_001)).isEqualTo(600);
  }

  @Test
  void countsTheStartAsARecord() {
    clock.remember(500);

    assertThat(clock.now(START + 1)).isEqualTo(500);
  }

  @Test
  void neverFallsBehindIngestTimeWhenTheWallClockIsSlow() {
    clock.observe(START + 999_999, START);

    assertThat(clock.now(START + 20_000)).isEqualTo(START + 999_999);
  }
}
