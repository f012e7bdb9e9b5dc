package io.evenkeel.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryRecordTest {
  // Records of this form lie in topics for days and are read by other languages: a change needs a
  // new format version.
  @Test
  void writesTheBytesOfTheGoldenFile() throws IOException {
    assertThat(HexFormat.of().formatHex(goldenRecord().toBytes())).isEqualTo(golden());
  }

  @Test
  void readsTheGoldenFile() throws Exception {
    TelemetryRecord read = TelemetryRecord.parse(HexFormat.of().parseHex(golden()));

    assertThat(HexFormat.of().formatHex(read.toBytes())).isEqualTo(golden());
    assertThat(read.events()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesToBuildANumberThatIsNotFinite(double number) {
    assertThatThrownBy(() -> new SignalValue.Numeric(number))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToReadANumberThatIsNotFinite() {
    var column =
        io.evenkeel.model.wire.Column.newBuilder()
            .setSignal(1)
            .setRaw(io.evenkeel.model.wire.RawNumbers.newBuilder().addValues(Double.NaN));

    assertThatThrownBy(() -> TelemetryRecord.parse(recordWith(column)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void refusesAColumnWithFewerValuesThanEvents() {
    var column =
        io.evenkeel.model.wire.Column.newBuilder()
            .setSignal(1)
            .setRaw(io.evenkeel.model.wire.RawNumbers.getDefaultInstance());

    assertThatThrownBy(() -> TelemetryRecord.parse(recordWith(column)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void refusesBytesThatAreNoRecord() {
    assertThatThrownBy(() -> TelemetryRecord.parse(new byte[] {1, 2, 3}))
        .isInstanceOf(MalformedRecordException.class);
    assertThatThrownBy(() -> TelemetryRecord.parse(new byte[0]))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("tenant");
  }

  @Test
  void takesFewBytesForASmoothDrive() {
    List<Event> drive =
        IntStream.range(0, 50)
            .mapToObj(i ->
                event(
                    1_790_000_000_000L + i * 1_000L,
                    new EventIdentity.Sequence("boot", i),
                    List.of(number(1, 50 + i / 10.0), number(5, 80 - i / 100.0)),
                    List.of()))
            .toList();

    byte[] bytes = new TelemetryRecord("acme", 0, "", List.of(Blocks.of(drive))).toBytes();

    assertThat(bytes.length).isLessThan(50 * 6);
  }

  private static TelemetryRecord goldenRecord() {
    List<Event> first =
        List.of(
            event(
                1_790_000_000_000L,
                new EventIdentity.Sequence("boot-1", 41),
                List.of(number(1, 53.59), flag(2, true), text(53, "ON")),
                List.of(new ReceivedSignal("seat_heater", new SignalValue.Numeric(2)))),
            event(
                1_790_000_001_000L,
                new EventIdentity.Sequence("boot-1", 42),
                List.of(number(1, 54.1), number(5, 100.00003), text(53, "ON")),
                List.of(new ReceivedSignal("seat_heater", new SignalValue.Text("off")))),
            event(
                1_789_999_999_500L,
                new EventIdentity.Hashed(EventId.ofId("late-one")),
                List.of(number(5, -0.0), flag(2, false), text(53, "OFF")),
                List.of()));
    Event other =
        new Event(
            "WBA-2",
            1_790_000_000_007L,
            new EventIdentity.Sequence("", 7),
            List.of(number(1, 1e300)),
            List.of());
    return new TelemetryRecord(
        "acme",
        1_790_000_002_345L,
        "import-7",
        List.of(Blocks.of(first), Blocks.of(List.of(other))));
  }

  private static Event event(
      long time, EventIdentity identity, List<MappedSignal> signals, List<ReceivedSignal> extras) {
    return new Event("WBA-1", time, identity, signals, extras);
  }

  private static MappedSignal number(int id, double value) {
    return new MappedSignal(id, new SignalValue.Numeric(value));
  }

  private static MappedSignal flag(int id, boolean value) {
    return new MappedSignal(id, new SignalValue.Flag(value));
  }

  private static MappedSignal text(int id, String value) {
    return new MappedSignal(id, new SignalValue.Text(value));
  }

  private static byte[] recordWith(io.evenkeel.model.wire.Column.Builder column) {
    return io.evenkeel.model.wire.TelemetryRecord.newBuilder()
        .setTenant("acme")
        .addBlocks(
            io.evenkeel.model.wire.VehicleBlock.newBuilder()
                .setVehicle("v")
                .setEvents(1)
                .addTimeDeltasMs(0)
                .addIdentities(
                    io.evenkeel.model.wire.IdentityRun.newBuilder()
                        .setEvents(1)
                        .setSequence(io.evenkeel.model.wire.SequenceRun.getDefaultInstance()))
                .addColumns(column))
        .build()
        .toByteArray();
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TelemetryRecordTest.class.getResourceAsStream("telemetry-record-v1.hex"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
