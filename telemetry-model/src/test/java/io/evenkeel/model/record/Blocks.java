package io.evenkeel.model.record;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.SignalValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Blocks from events and back, for tests. */
final class Blocks {
  private Blocks() {}

  static VehicleBlock of(List<Event> events) {
    VehicleBlockBuilder builder = new VehicleBlockBuilder(events.getFirst().vehicle());
    events.forEach(builder::add);
    return builder.build();
  }

  /**
   * What an event says, in a form in which equal means lossless: doubles are compared by their
   * bits.
   */
  record Content(String vehicle, long timeMillis, String identity, Map<ColumnKey, Object> values) {}

  static Content contentOf(Event event) {
    Map<ColumnKey, Object> values = new HashMap<>();
    event.signals().forEach(s -> values.put(ColumnKey.known(s.signalId()), comparable(s.value())));
    event.extras().forEach(s -> values.put(ColumnKey.unknown(s.name()), comparable(s.value())));
    return new Content(
        event.vehicle(), event.timeMillis(), event.identity().eventId().toString(), values);
  }

  static Content contentOf(VehicleBlock block, int event) {
    Map<ColumnKey, Object> values = new HashMap<>();
    for (Column column : block.columns()) {
      if (column.presence().has(event)) {
        values.put(column.key(), comparable(column.value(event)));
      }
    }
    return new Content(
        block.vehicle(),
        block.timeMillis(event),
        block.identities().eventId(event).toString(),
        values);
  }

  private static Object comparable(SignalValue value) {
    return switch (value) {
      case SignalValue.Numeric(double number) -> "bits " + Double.doubleToRawLongBits(number);
      case SignalValue.Flag(boolean flag) -> flag;
      case SignalValue.Text(String text) -> "text " + text;
    };
  }
}
