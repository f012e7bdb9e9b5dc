package io.evenkeel.model.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCatalogueTest {
  private final SignalCatalogue catalogue = SignalCatalogue.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soc_displayed",
        "socDisplayed",
        "SoC-Displayed",
        "soc displayed",
        "soc.displayed",
        "batteryLevel",
        "battery_level",
        "BatteryLevel",
        "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed"
      })
  void matchesNamesWithoutRegardToSpelling(String name) {
    assertThat(match(name).signal().name()).isEqualTo("soc_displayed");
  }

  @Test
  void convertsTheUnitOfAnAlias() {
    assertThat(match("speed_mph").convert(100)).isEqualTo(160.9344);
  }

  @Test
  void leavesANumberInTheSignalsOwnUnitUntouched() {
    assertThat(match("latitude").convert(42.2770658333)).isEqualTo(42.2770658333);
  }

  @Test
  void doesNotKnowOtherNames() {
    assertThat(catalogue.match("seat_heater_level")).isNull();
  }

  @Test
  void acceptsARecordedStateOfChargeALittleOver100() {
    Signal soc = match("soc").signal();

    assertThat(soc.isPlausible(100.00003)).isTrue();
    assertThat(soc.isPlausible(100.5)).isFalse();
    assertThat(soc.isPlausible(-0.5)).isFalse();
  }

  @Test
  void numbersSignalsFromOneWithoutGaps() {
    assertThat(catalogue.signals())
        .extracting(Signal::id)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, catalogue.signals().size()).boxed().toList());
  }

  @Test
  void namesColumnsThatNeedNoQuoting() {
    assertThat(catalogue.signals())
        .extracting(Signal::column)
        .allMatch(column -> column.matches("[a-z][a-z0-9_]{0,55}"));
  }

  @Test
  void gaugesEveryNumberByARange() {
    assertThat(catalogue.signals())
        .filteredOn(signal -> signal.type() == SignalType.NUMBER)
        .allMatch(signal -> signal.range().isPresent());
  }

  @Test
  void refusesACatalogueInWhichOneNameStandsForTwoSignals() {
    assertThatThrownBy(() -> read(entry(1, "speed", "velocity"), entry(2, "gear", "Velocity")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed")
        .hasMessageContaining("gear");
  }

  @Test
  void refusesACatalogueWithAnIdTwice() {
    assertThatThrownBy(() -> read(entry(1, "speed", "a"), entry(1, "gear", "b")))
        .hasMessageContaining("id 1");
  }

  private SignalMatch match(String name) {
    return Objects.requireNonNull(catalogue.match(name));
  }

  private static String entry(int id, String name, String alias) {
    return """
      - id: %d
        name: %s
        vss: Vehicle.%s
        type: number
        datatype: float
        aggregation: stats
        column: %s
        aliases:
          - {name: %s}
    """
        .formatted(id, name, name, name, alias);
  }

  private static SignalCatalogue read(String... entries) {
    String yaml = "signals:\n" + String.join("", entries);
    return SignalCatalogueReader.read(new ByteArrayInputStream(yaml.getBytes(UTF_8)));
  }
}
