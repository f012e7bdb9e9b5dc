package io.evenkeel.cli.letter;

import io.evenkeel.cli.Json;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.ColumnKey;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Accepted events as JSON, by the catalogue's names. Pure. */
final class EventText {
  private EventText() {}

  static String json(VehicleBlock block, int event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vehicle", block.vehicle());
    json.put("time", Instant.ofEpochMilli(block.timeMillis(event)).toString());
    String session = block.identities().session(event);
    if (session == null) {
      json.put("event_id", block.identities().eventId(event).toString());
    } else {
      json.put("session", session);
      json.put("seq", block.identities().seq(event));
    }
    Map<String, Object> signals = new LinkedHashMap<>();
    for (Column column : block.columns()) {
      if (column.presence().has(event)) {
        signals.put(name(column.key()), value(column.value(event)));
      }
    }
    json.put("signals", signals);
    return Json.write(json);
  }

  private static String name(ColumnKey key) {
    Signal signal = key.isKnown() ? SignalCatalogue.standard().byId(key.signalId()) : null;
    return signal == null ? (key.isKnown() ? "#" + key.signalId() : key.name()) : signal.name();
  }

  private static Object value(SignalValue value) {
    return switch (value) {
      case SignalValue.Numeric(double number) -> number;
      case SignalValue.Flag(boolean flag) -> flag;
      case SignalValue.Text(String text) -> text;
    };
  }
}
