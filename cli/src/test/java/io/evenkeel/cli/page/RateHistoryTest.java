package io.evenkeel.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
  private static final long SECOND = 1_000_000_000;

  private final RateHistory history = new RateHistory();

  @Test
  void givesEventsASecondSinceTheReadingBefore() {
    history.add(counts(10 * SECOND, 1_000, 40));
    history.add(counts(12 * SECOND, 1_100, 41));

    assertThat(history.rates()).hasSize(1);
    assertThat(history.rates().getFirst().accepted()).isEqualTo(50);
    assertThat(history.rates().getFirst().stored()).isEqualTo(0.5);
  }

  @Test
  void isTheMeanOfFiveReadingsBecauseSendersSendInBatches() {
    for (int i = 0; i <= 10; i++) {
      history.add(counts(i * SECOND, i / 5 * 100, 0));
    }

    assertThat(history.rates().getLast().accepted()).isEqualTo(20);
  }

  @Test
  void isNeverNegativeAndNothingWhereNoTimePassed() {
    history.add(counts(SECOND, 500, 0));
    history.add(counts(SECOND, 600, 0));
    history.add(counts(2 * SECOND, 100, 0));

    assertThat(history.rates()).extracting(StageRates::accepted).containsExactly(0.0, 0.0);
  }

  @Test
  void keepsTwoMinutes() {
    for (int i = 0; i < 1_000; i++) {
      history.add(counts(i * SECOND, i * i, 0));
    }

    assertThat(history.rates()).hasSize(RateHistory.KEPT_MAX);
    assertThat(history.rates().getLast().accepted())
        .isGreaterThan(history.rates().getFirst().accepted());
  }

  @Test
  void countsBothLanesAndEveryReason() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    metrics.counter("evenkeel.gateway.events.accepted", "lane", "live").increment(3);
    metrics.counter("evenkeel.gateway.events.accepted", "lane", "backfill").increment(4);
    metrics.counter("evenkeel.gateway.events.rejected", "lane", "live", "code", "a").increment(1);
    metrics.counter("evenkeel.gateway.events.rejected", "lane", "live", "code", "b").increment(1);
    metrics.counter("evenkeel.sink.rows.stored", "lane", "live").increment(2);

    StageCounts counts = StageCounts.read(metrics, 5);

    assertThat(counts).isEqualTo(new StageCounts(5, 7, 2, 0, 0, 0, 0, 2, 0, 0));
  }

  private static StageCounts counts(long nanos, double accepted, double stored) {
    return new StageCounts(nanos, accepted, 0, 0, 0, 0, 0, stored, 0, 0);
  }
}
