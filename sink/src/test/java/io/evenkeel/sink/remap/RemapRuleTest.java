package io.evenkeel.sink.remap;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.sink.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemapRuleTest {
  private static final RemapRule SOC = rule("battery_soc_pct", "soc", 1, 0);

  @Test
  void movesAValueUnderItsReceivedName() {
    assertThat(SOC.apply("{\"heater\": 3, \"battery_soc_pct\": 71.5}", true))
        .isEqualTo(move("battery_soc_pct", 71.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batterySocPct", "BATTERY-SOC.PCT", "battery soc pct"})
  void knowsTheNameInEverySpelling(String spelling) {
    assertThat(SOC.apply("{\"" + spelling + "\": 5}", true)).isEqualTo(move(spelling, 5));
  }

  @Test
  void convertsToTheUnitOfTheSignal() {
    assertThat(rule("velocity", "speed", 3.6, 1).apply("{\"velocity\": 10}", true))
        .isEqualTo(move("velocity", 37));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"battery_soc_pct\": \"71\"}",
        "{\"battery_soc_pct\": true}",
        "{\"battery_soc_pct\": 101}"
      })
  void leavesWhatIsOfAnotherTypeOrNotPlausible(String extra) {
    assertThat(SOC.apply(extra, true)).isEqualTo(new RemapRule.Outcome.Unfit(1));
  }

  @Test
  void takesNoiseBeyondTheRangeAsTheGatewayDoes() {
    assertThat(SOC.apply("{\"battery_soc_pct\": 100.00003}", true))
        .isEqualTo(move("battery_soc_pct", 100.00003));
  }

  @Test
  void leavesAValueWhoseSignalTheRowHasAlready() {
    assertThat(SOC.apply("{\"battery_soc_pct\": 71}", false))
        .isEqualTo(new RemapRule.Outcome.Unfit(1));
  }

  @Test
  void movesTheFirstSpellingThatFitsAndCountsTheOthers() {
    assertThat(
            SOC.apply(
                "{\"batterySocPct\": -500, \"battery_soc_pct\": 7, \"BatterySocPct\": 8}", true))
        .isEqualTo(new RemapRule.Outcome.Move("battery_soc_pct", new SignalValue.Numeric(7), 2));
  }

  @Test
  void passesOverRowsWithoutTheName() {
    assertThat(SOC.apply("{\"soc_pct\": 7, \"nested\": {\"battery_soc_pct\": 1}}", true))
        .isEqualTo(new RemapRule.Outcome.Unconcerned());
  }

  @Test
  void movesFlagsAndTextsToo() {
    assertThat(rule("rolls", "is_moving", 1, 0).apply("{\"rolls\": true}", true))
        .isEqualTo(new RemapRule.Outcome.Move("rolls", new SignalValue.Flag(true), 0));
    assertThat(rule("charger", "evse_id", 1, 0).apply("{\"charger\": \"ä\"}", true))
        .isEqualTo(new RemapRule.Outcome.Move("charger", new SignalValue.Text("ä"), 0));
  }

  private static RemapRule rule(String received, String signal, double scale, double offset) {
    return new RemapRule(received, new SignalMatch(Events.signal(signal), scale, offset));
  }

  private static RemapRule.Outcome move(String name, double value) {
    return new RemapRule.Outcome.Move(name, new SignalValue.Numeric(value), 0);
  }
}
