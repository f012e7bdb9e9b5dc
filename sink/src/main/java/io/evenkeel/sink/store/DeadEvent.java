package io.evenkeel.sink.store;

import org.jspecify.annotations.Nullable;

/**
 * What cannot be stored, with everything needed to try again.
 *
 * @param eventIndex index of the event in its record, -1 for the whole record
 * @param events number of events that this stands for
 * @param vehicle the vehicle's name as far as it can be stored, null for a whole record
 * @param vehicleId the vehicle, null if it has no row
 * @param timeMillis event time, null if the database cannot hold it
 * @param code closed list of reasons, kebab case
 * @param message what is wrong, for people; quotes no values
 * @param payload a telemetry record of this event, or the whole record's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // written to the database, never compared
record DeadEvent(
    RecordContext context,
    int eventIndex,
    int events,
    @Nullable String vehicle,
    @Nullable Long vehicleId,
    @Nullable Long timeMillis,
    String code,
    String message,
    byte[] payload) {
  static final String RECORD_MALFORMED = "record-malformed";
  static final String EVENT_TIME_OUT_OF_BOUNDS = "event-time-out-of-bounds";
  static final String VEHICLE_NAME_INVALID = "vehicle-name-invalid";
  static final String REFUSED_BY_DATABASE = "refused-by-database";

  /** A row that was refused. */
  static DeadEvent of(Row row, String code, String message) {
    BlockRows block = row.block();
    return new DeadEvent(
        block.context(),
        block.indexInRecord(row.event()),
        1,
        Vehicles.toName(block.block().vehicle()),
        row.vehicleId(),
        row.timeMillis(),
        code,
        message,
        SingleEvents.bytes(block.context(), block.block(), row.event()));
  }
}
