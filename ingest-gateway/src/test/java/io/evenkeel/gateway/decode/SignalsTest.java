package io.evenkeel.gateway.decode;

import static io.evenkeel.gateway.decode.Bodies.rejection;
import static io.evenkeel.gateway.decode.Bodies.single;
import static io.evenkeel.gateway.decode.Bodies.withSignals;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.RecordSplitter;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlockBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
  @Test
  void mapsNamesInEverySpellingToTheCataloguesSignal() {
    assertThat(single(withSignals("\"isMoving\":true")).signals())
        .isEqualTo(single(withSignals("\"Vehicle.IsMoving\":true")).signals())
        .containsExactly(new MappedSignal(2, new SignalValue.Flag(true)));
  }

  @Test
  void convertsToTheCataloguesUnit() {
    assertThat(single(withSignals("\"speed_mph\":10")).signals())
        .containsExactly(new MappedSignal(1, new SignalValue.Numeric(16.09344)));
  }

  @Test
  void keepsUnknownSignalsOfEveryTypeUnderTheirNames() {
    assertThat(single(withSignals("\"Foo bar\":1.5,\"fooBar\":false,\"ü\":\"ß\"")).extras())
        .containsExactly(
            new ReceivedSignal("Foo bar", new SignalValue.Numeric(1.5)),
            new ReceivedSignal("fooBar", new SignalValue.Flag(false)),
            new ReceivedSignal("ü", new SignalValue.Text("ß")));
  }

  @Test
  void nullIsNoValue() {
    assertThat(single(withSignals("\"speed\":null,\"vehicle_speed\":3,\"x\":null")).signals())
        .containsExactly(new MappedSignal(1, new SignalValue.Numeric(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"speed\":null", "\"x\":null,\"y\":null"})
  void rejectsEventWithoutAnyValue(String signals) {
    assertThat(rejection(withSignals(signals)).code()).isEqualTo(ErrorCode.NO_SIGNALS);
  }

  @Test
  void rejectsEventWithoutSignals() {
    assertThat(rejection("\"vehicle\":\"v\",\"age_ms\":0").code()).isEqualTo(ErrorCode.NO_SIGNALS);
    assertThat(rejection("\"vehicle\":\"v\",\"age_ms\":0,\"signals\":null").code())
        .isEqualTo(ErrorCode.NO_SIGNALS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"speed\":1,\"speed\":1",
        "\"speed\":1,\"vehicle_speed\":2",
        "\"speed\":1,\"Speed\":1",
        "\"x\":1,\"x\":2",
        "\"x\":null,\"x\":2",
        "\"speed\":null,\"speed\":1"
      })
  void rejectsTwoValuesForOneSignal(String signals) {
    assertThat(rejection(withSignals(signals)).code()).isEqualTo(ErrorCode.DUPLICATE_SIGNAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"speed\":\"50\"",
        "\"speed\":true",
        "\"isMoving\":1",
        "\"isMoving\":\"true\"",
        "\"speed\":[1]",
        "\"unknown\":{\"a\":1}",
        "\"unknown\":[]"
      })
  void rejectsValuesOfTheWrongType(String signals) {
    assertThat(rejection(withSignals(signals)).code()).isEqualTo(ErrorCode.SIGNAL_TYPE_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"500.01", "-100.01", "0", "-0.0", "1e2", "5E-324"})
  void takesValuesWithinTheRangeAndItsTolerance(String number) {
    assertThat(single(withSignals("\"speed\":" + number)).signals())
        .containsExactly(new MappedSignal(1, new SignalValue.Numeric(Double.parseDouble(number))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"speed\":500.02", "\"speed\":-100.02", "\"speed_mph\":311"})
  void rejectsValuesOutOfRangeAfterConversion(String signals) {
    Rejection rejection = rejection(withSignals(signals));

    assertThat(rejection.code()).isEqualTo(ErrorCode.SIGNAL_OUT_OF_RANGE);
    assertThat(rejection.detail()).contains("speed").contains("-100 to 500 km/h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":1e999",
        "\"x\":-1e999",
        "\"x\":\"a\\u0000b\"",
        "\"x\":\"\\ud83d\"",
        "\"x\":\"\\ude97\\ud83d\""
      })
  void rejectsValuesThatCannotBeStored(String signals) {
    assertThat(rejection(withSignals(signals)).code()).isEqualTo(ErrorCode.SIGNAL_VALUE_INVALID);
  }

  @Test
  void readsNumbersExactly() {
    assertThat(
            single(withSignals("\"a\":0.1,\"b\":9007199254740993,\"c\":1.7976931348623157e308"))
                .extras())
        .extracting(ReceivedSignal::value)
        .containsExactly(
            new SignalValue.Numeric(0.1),
            new SignalValue.Numeric(9007199254740992.0),
            new SignalValue.Numeric(Double.MAX_VALUE));
  }

  @Test
  void countsBytesOfTexts() {
    String longest = "ß".repeat(512);

    assertThat(single(withSignals("\"x\":\"" + longest + "\"")).extras()).hasSize(1);
    assertThat(rejection(withSignals("\"x\":\"" + longest + "a\"")).code())
        .isEqualTo(ErrorCode.SIGNAL_VALUE_INVALID);
  }

  @Test
  void countsBytesOfNames() {
    String longest = "🚗".repeat(32);

    assertThat(single(withSignals("\"" + longest + "\":1")).extras()).hasSize(1);
    assertThat(rejection(withSignals("\"" + longest + "a\":1")).code())
        .isEqualTo(ErrorCode.SIGNAL_NAME_INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\u0000", "\\n", "\\u009f"})
  void rejectsNamesThatCannotBeUsed(String name) {
    Rejection rejection = rejection(withSignals("\"" + name + "\":1"));

    assertThat(rejection.code()).isEqualTo(ErrorCode.SIGNAL_NAME_INVALID);
    assertThat(Texts.isPlain(rejection.detail())).isTrue();
  }

  @Test
  void takesAsManySignalsAsTheLimitSays() {
    assertThat(single(withSignals(unknownSignals(200))).extras()).hasSize(200);
    assertThat(rejection(withSignals(unknownSignals(201))).code())
        .isEqualTo(ErrorCode.TOO_MANY_SIGNALS);
  }

  @Test
  void largestEventFitsARecord() {
    String text = "x".repeat(EventLimits.TEXT_BYTES_MAX - 8);
    String signals =
        IntStream.range(0, EventLimits.SIGNALS_MAX)
            .mapToObj(
                i -> "\"" + "n".repeat(125) + (100 + i) + "\":\"" + text + (10_000_000 + i) + "\"")
            .collect(Collectors.joining(","));
    VehicleBlockBuilder block = new VehicleBlockBuilder("v").add(single(withSignals(signals)));
    TelemetryRecord record =
        new TelemetryRecord("t".repeat(63), 0, "j".repeat(64), List.of(block.build()));

    assertThat(RecordSplitter.split(record)).hasSize(1);
    assertThat(record.toBytes().length)
        .isBetween(230_000, TelemetryRecord.BYTES_MAX - 4 * EventLimits.VEHICLE_CHARS_MAX);
  }

  private static String unknownSignals(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"unknown" + i + "\":" + i)
        .collect(Collectors.joining(","));
  }
}
