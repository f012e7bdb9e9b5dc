package io.evenkeel.admin.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RemappingTest {
  private static final SignalCatalogue CATALOGUE = SignalCatalogue.standard();
  private static final int SPEED = id("speed");
  private static final EventIdentity HASHED =
      new EventIdentity.Hashed(EventId.ofId("chosen by the device"));
  private static final EventIdentity COUNTED = new EventIdentity.Sequence("boot", 7);

  private final Remapping remapping =
      new Remapping(
          new TenantMapping(
              CATALOGUE,
              List.of(
                  new TenantAlias(
                      "acme", TenantAlias.Kind.SIGNAL, "speed_mph", "speed", 1.609344, 0, 1))));

  @Test
  void mapsAnUnknownSignalThatHasANameNowAndConvertsIt() {
    VehicleBlock block = remapped(event(HASHED, List.of(), received("SpeedMph", 100)));

    assertThat(block.columns())
        .singleElement()
        .satisfies(column -> {
          assertThat(column.key().signalId()).isEqualTo(SPEED);
          assertThat(column.value(0)).isEqualTo(new SignalValue.Numeric(160.9344));
        });
  }

  @Test
  void keepsIdentities() {
    assertThat(remapped(event(HASHED, List.of(), received("speed_mph", 1))).identities().eventId(0))
        .isEqualTo(HASHED.eventId());
    assertThat(
            remapped(event(COUNTED, List.of(), received("speed_mph", 1))).identities().eventId(0))
        .isEqualTo(COUNTED.eventId());
  }

  @Test
  void leavesWhatDoesNotFitOrIsThereAlready() {
    var known = List.of(new MappedSignal(SPEED, new SignalValue.Numeric(50)));

    assertUntouched(event(COUNTED, List.of(), received("speed_mph", 1e9)));
    assertUntouched(
        event(COUNTED, List.of(), new ReceivedSignal("speed_mph", new SignalValue.Text("fast"))));
    assertUntouched(event(COUNTED, known, received("speed_mph", 10)));
    assertUntouched(event(COUNTED, known, received("something", 10)));
  }

  @Test
  void takesTheJobAndTheTimeOfTheReplay() {
    TelemetryRecord record = new TelemetryRecord("acme", 1, "", List.of());

    assertThat(remapping.apply(record, "replay-3", 99))
        .isEqualTo(new TelemetryRecord("acme", 99, "replay-3", List.of()));
  }

  private void assertUntouched(Event event) {
    TelemetryRecord before = record(event);

    assertThat(remapping.apply(before, "", 1).toBytes()).isEqualTo(before.toBytes());
  }

  private VehicleBlock remapped(Event event) {
    return remapping.apply(record(event), "", 1).blocks().getFirst();
  }

  private static TelemetryRecord record(Event event) {
    return new TelemetryRecord(
        "acme", 1, "", List.of(new VehicleBlockBuilder(event.vehicle()).add(event).build()));
  }

  private static Event event(
      EventIdentity identity, List<MappedSignal> known, ReceivedSignal extra) {
    return new Event("V1", 1_000, identity, known, List.of(extra));
  }

  private static ReceivedSignal received(String name, double value) {
    return new ReceivedSignal(name, new SignalValue.Numeric(value));
  }

  private static int id(String signal) {
    return Objects.requireNonNull(CATALOGUE.match(signal)).signal().id();
  }
}
