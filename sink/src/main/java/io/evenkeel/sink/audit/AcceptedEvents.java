package io.evenkeel.sink.audit;

import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.RecordOutline;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.sink.store.Vehicles;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the telemetry topic stands for in the books: its events, or, where the
 * processor could not read it, one.
 *
 * @param tenant slug under which it is booked
 * @param job job under which it is booked
 * @param events 1 or more
 */
record AcceptedEvents(String tenant, String job, int events) {
  /**
   * Counts a record by the rules of the processor, as far as they can be told without its columns.
   * Whoever finds a dead letter of the whole record counts it as {@link #buried}.
   */
  static AcceptedEvents of(
      byte @Nullable [] key, byte @Nullable [] format, byte @Nullable [] value) {
    if (!RecordHeaders.isReadable(format)
        || value == null
        || value.length > TelemetryRecord.BYTES_MAX) {
      return buried(key);
    }
    try {
      RecordOutline outline = RecordOutline.parse(value);
      boolean usable =
          outline.events() <= TelemetryRecord.EVENTS_MAX && outline.tenant().equals(text(key));
      return usable
          ? new AcceptedEvents(
              Vehicles.toTenant(outline.tenant()), Vehicles.toName(outline.job()), outline.events())
          : buried(key);
    } catch (MalformedRecordException e) {
      return buried(key);
    }
  }

  /** A record that the processor set aside as a whole. */
  static AcceptedEvents buried(byte @Nullable [] key) {
    return new AcceptedEvents(Vehicles.toTenant(text(key)), "", 1);
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
