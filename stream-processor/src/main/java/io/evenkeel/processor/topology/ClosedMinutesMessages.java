package io.evenkeel.processor.topology;

import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.model.wire.VehicleMinute;
import java.util.ArrayList;
import java.util.List;

/** Cuts closed minutes into messages that Kafka takes. */
final class ClosedMinutesMessages {
  /** A message is closed when it is larger than this; a minute is far smaller. */
  static final int BYTES_TARGET = TelemetryRecord.BYTES_MAX;

  private ClosedMinutesMessages() {}

  /**
   * Messages that hold the minutes in order.
   *
   * @param sourceOffset the last source record with an event in these minutes
   */
  static List<ClosedMinutes> of(VehicleKey key, long sourceOffset, List<VehicleMinute> minutes) {
    List<ClosedMinutes> messages = new ArrayList<>();
    ClosedMinutes.Builder current = message(key, sourceOffset);
    int bytes = 0;
    for (VehicleMinute minute : minutes) {
      current.addMinutes(minute);
      bytes += minute.getSerializedSize();
      if (bytes > BYTES_TARGET) {
        messages.add(current.build());
        current = message(key, sourceOffset);
        bytes = 0;
      }
    }
    if (current.getMinutesCount() > 0) {
      messages.add(current.build());
    }
    return messages;
  }

  private static ClosedMinutes.Builder message(VehicleKey key, long sourceOffset) {
    return ClosedMinutes.newBuilder()
        .setTenant(key.tenant())
        .setVehicle(key.vehicle())
        .setSourceOffset(sourceOffset);
  }
}
