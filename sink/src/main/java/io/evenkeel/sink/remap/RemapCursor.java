package io.evenkeel.sink.remap;

import java.time.LocalDate;
import java.util.UUID;

/**
 * The reading that a pass has reached, in order of days and keys.
 *
 * @param day partition
 * @param vehicleId key of the last reading that was looked at
 * @param timeMillis its event time
 * @param eventId its event id
 */
record RemapCursor(LocalDate day, long vehicleId, long timeMillis, UUID eventId) {
  private static final UUID LOWEST = new UUID(0, 0);

  /** Before the first reading of a tenant in a day. */
  static RemapCursor startOf(LocalDate day, int tenantNo) {
    return new RemapCursor(day, (long) tenantNo << 40, 0, LOWEST);
  }
}
