package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTotalsTest {
  private final LoadTotals totals = new LoadTotals();

  @Test
  void countsEveryEventAsAcceptedOrRefusedByStatus() {
    totals.add(new Sender.Answer(202, 50, 50, 0, false));
    totals.add(new Sender.Answer(202, 50, 30, 0, false));
    totals.add(new Sender.Answer(429, 50, 0, 0, false));
    totals.add(new Sender.Answer(503, 50, 0, 0, false));

    assertThat(totals.sent()).isEqualTo(200);
    assertThat(totals.accepted()).isEqualTo(80);
    assertThat(totals.refusedByStatus()).isEqualTo(Map.of(202, 20L, 429, 50L, 503, 50L));
    assertThat(totals.uncertain()).isZero();
  }

  @Test
  void isUncertainOfEventsThatAreRefusedWhenSentAgain() {
    totals.add(new Sender.Answer(503, 50, 0, 0, true));
    totals.add(new Sender.Answer(202, 50, 50, 0, true));

    assertThat(totals.uncertain()).isEqualTo(50);
  }
}
