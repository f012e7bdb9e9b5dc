package io.evenkeel.processor.topology;

import io.evenkeel.model.record.TelemetryRecord;
import org.jspecify.annotations.Nullable;

/** What reading a source record came to. */
sealed interface ReadResult {
  /** Telemetry, and the bytes it was read from. */
  @SuppressWarnings("ArrayRecordComponent") // forwarded, never compared
  record Parsed(TelemetryRecord telemetry, byte[] bytes) implements ReadResult {}

  /**
   * A record that cannot be used; the whole of it is a dead letter.
   *
   * @param message for people; quotes nothing of the content
   */
  record Poison(PoisonCode code, String message, @Nullable Exception cause) implements ReadResult {}

  /** Why a record cannot be used. */
  enum PoisonCode {
    /** The format header is absent or names a version that this build does not read. */
    UNREADABLE_FORMAT("unreadable-format"),
    /** The value is not a telemetry record. */
    MALFORMED_RECORD("malformed-record"),
    /** The record is larger than a telemetry record may be. */
    RECORD_TOO_LARGE("record-too-large"),
    /** The key is not the tenant that the value names. */
    TENANT_MISMATCH("tenant-mismatch"),
    /** The record was read but processing it failed. */
    PROCESSING_FAILED("processing-failed");

    private final String id;

    PoisonCode(String id) {
      this.id = id;
    }

    /** The code as it stands in headers. */
    String id() {
      return id;
    }
  }
}
