package io.evenkeel.sink.minute;

import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.sink.store.MinuteRange;

/** A closed minute of a known vehicle. */
record MinuteRow(long vehicleId, VehicleMinute minute) {
  MinuteRange range() {
    return MinuteRange.of(vehicleId, minute.minute());
  }
}
