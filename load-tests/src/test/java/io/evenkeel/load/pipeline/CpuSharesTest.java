package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuSharesTest {
  @Test
  void givesMicrosecondsAnEventByProcessAndOfAll() {
    Map<String, Double> micros =
        CpuShares.microsPerEvent(
            Map.of("gateway", 10.0, "sink", 4.0), Map.of("gateway", 13.0, "sink", 5.5), 1_000_000);

    assertThat(micros)
        .containsOnly(Map.entry("gateway", 3.0), Map.entry("sink", 1.5), Map.entry("all", 4.5));
  }

  @Test
  void countsAProcessThatStartedMeanwhileFromItsStart() {
    assertThat(CpuShares.seconds(Map.of(), Map.of("sink", 2.0))).isEqualTo(2);
  }
}
