package io.evenkeel.sink.remap;

import io.evenkeel.model.event.SignalValue;
import java.util.UUID;

/**
 * A value that moves within its row.
 *
 * @param name its name in {@code extra}
 * @param value in the signal's unit
 */
record MovedValue(long vehicleId, long timeMillis, UUID eventId, String name, SignalValue value) {
  /** The value as JDBC takes it. */
  Object plain() {
    return switch (value) {
      case SignalValue.Numeric(double number) -> number;
      case SignalValue.Flag(boolean flag) -> flag;
      case SignalValue.Text(String text) -> text;
    };
  }
}
