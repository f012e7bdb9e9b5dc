package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.audit.MinuteVerdicts.Horizon;
import io.evenkeel.sink.store.MinuteRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MinuteVerdictsTest {
  private static final long LIVE = 3L << 40 | 1;
  private static final long HISTORIC = 3L << 40 | 2;
  private static final long NEW = 3L << 40 | 3;
  private final MinuteVerdicts verdicts =
      new MinuteVerdicts(
          List.of(new MinuteRange(LIVE, 50, 52), new MinuteRange(LIVE, 80, 81)),
          Map.of(LIVE, new Horizon(100, 105), NEW, new Horizon(Long.MIN_VALUE, 105)));

  @Test
  void expectsNothingOfMarkedMinutes() {
    assertThat(List.of(49L, 50L, 51L, 52L, 80L).stream().filter(m -> isFinal(LIVE, m)))
        .containsExactly(49L, 52L);
  }

  @Test
  void expectsNothingBetweenTheLastClosedMinuteAndTheLastLiveRow() {
    assertThat(List.of(100L, 101L, 105L, 106L).stream().filter(m -> isFinal(LIVE, m)))
        .containsExactly(100L, 106L);
  }

  @Test
  void expectsAllMinutesOfAVehicleThatWasNeverLive() {
    assertThat(isFinal(HISTORIC, 104)).isTrue();
  }

  @Test
  void expectsNothingUpToTheLastLiveRowWhereNothingHasClosed() {
    assertThat(isFinal(NEW, 1)).isFalse();
    assertThat(isFinal(NEW, 106)).isTrue();
  }

  @Test
  void namesTenantColumnAndNumber() {
    List<Suspect> suspects =
        List.of(
            new Suspect(LIVE, 10, "soc_max"),
            new Suspect(LIVE, 11, "soc_max"),
            new Suspect(LIVE, 50, "soc_max"),
            new Suspect(HISTORIC, 10, MinuteComparisonSql.ABSENT));

    List<Finding> findings = verdicts.findings(suspects, Map.of(3, "acme"));

    assertThat(findings).extracting(Finding::amount).containsExactly(1L, 2L);
    assertThat(findings).extracting(Finding::tenant).containsOnly("acme");
    assertThat(findings.getLast().message()).contains("soc_max", LIVE + " at 1970-01-01T00:10:00Z");
  }

  private boolean isFinal(long vehicle, long minute) {
    return verdicts.isFinal(new Suspect(vehicle, minute, "events"));
  }
}
