package io.evenkeel.sink.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftPolicyTest {
  private static final SignalName SOC = SignalName.signal("soc");
  private static final SignalName RENAMED = SignalName.extra("battery_soc_pct");

  @Test
  void findsARenamedSignalUnderBothNames() {
    assertThat(DriftPolicy.signals(shares(1_000, SOC, 900), shares(100, RENAMED, 90)))
        .containsExactly(
            new Finding.Vanished("soc", 0.9, 0), new Finding.Appeared("battery_soc_pct", 0, 0.9));
  }

  @ParameterizedTest(name = "{1} of {0} before, {3} of {2} now: {4}")
  @CsvSource({
    "1000, 1000, 100,  0, true",
    "1000, 1000, 100,  9, true",
    "1000, 1000, 100, 10, false", // a tenth is left
    "1000,   50, 200,  0, true",
    "1000,   49, 900,  0, false", // it was rare before
    "1000,   50, 100,  0, false", // five were expected: that none came means little
    "  50,   50,  50,  0, true",
    "  49,   49, 100,  0, false", // too little is known
    "1000, 1000,  49,  0, false", // too little has come
  })
  void callsASignalVanished(long before, long carried, long now, long carries, boolean vanished) {
    assertThat(DriftPolicy.signals(shares(before, SOC, carried), shares(now, SOC, carries)))
        .hasSize(vanished ? 1 : 0)
        .allMatch(Finding.Vanished.class::isInstance);
  }

  @ParameterizedTest(name = "{1} of {0} before, {3} of {2} now: {4}")
  @CsvSource({
    "1000, 0, 200, 10, true",
    "1000, 0, 201, 10, false", // less than a twentieth
    "1000, 0, 100,  9, false", // one odd vehicle
    "1000, 1, 100, 90, false", // it came before
    "  49, 0, 100, 90, false", // too little is known
  })
  void callsANameAppeared(long before, long carried, long now, long carries, boolean appeared) {
    assertThat(DriftPolicy.signals(shares(before, RENAMED, carried), shares(now, RENAMED, carries)))
        .hasSize(appeared ? 1 : 0)
        .allMatch(Finding.Appeared.class::isInstance);
  }

  @Test
  void findsASignalOfTheCatalogueThatAppears() {
    assertThat(DriftPolicy.signals(shares(100, RENAMED, 100), shares(100, SOC, 100)))
        .contains(new Finding.Appeared("soc", 0, 1));
  }

  @Test
  void seesNothingWhereNothingWasSentBefore() {
    assertThat(DriftPolicy.signals(SignalShares.NONE, shares(1_000, SOC, 1_000))).isEmpty();
  }

  @ParameterizedTest(name = "{0} refused beside {1} stored: {2}")
  @CsvSource({
    "20,    0, true",
    "19,    0, false", // too few to say
    "20, 3979, true",
    "20, 3980, false", // half a percent
  })
  void callsACodeFailing(long refused, double stored, boolean failing) {
    var refusals = new Refusals(stored, Map.of("time-missing", refused));

    assertThat(DriftPolicy.refusals(refusals))
        .isEqualTo(
            failing
                ? List.of(new Finding.Failing("time-missing", 0, refused / (refused + stored)))
                : List.of());
  }

  private static SignalShares shares(long events, SignalName name, long carrying) {
    return SignalShares.of(Map.of(SignalName.ALL_EVENTS, events, name, carrying));
  }
}
