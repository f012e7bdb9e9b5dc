package io.evenkeel.processor.topology;

import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.processor.topology.ReadResult.Parsed;
import io.evenkeel.processor.topology.ReadResult.Poison;
import io.evenkeel.processor.topology.ReadResult.PoisonCode;

/** From bytes to telemetry. Pure. */
final class RecordReader {
  private RecordReader() {}

  static ReadResult read(SourceRecord source) {
    byte[] value = source.value();
    if (!RecordHeaders.isReadable(source.header(RecordHeaders.FORMAT))) {
      return poison(
          PoisonCode.UNREADABLE_FORMAT,
          "The header " + RecordHeaders.FORMAT + " is absent or names an unknown version");
    }
    if (value == null) {
      return poison(PoisonCode.MALFORMED_RECORD, "The record has no value");
    }
    if (value.length > TelemetryRecord.BYTES_MAX) {
      return poison(
          PoisonCode.RECORD_TOO_LARGE,
          "The record has " + value.length + " bytes, at most " + TelemetryRecord.BYTES_MAX);
    }
    return parse(source, value);
  }

  private static ReadResult parse(SourceRecord source, byte[] value) {
    try {
      return check(source, new Parsed(TelemetryRecord.parse(value), value));
    } catch (MalformedRecordException | RuntimeException e) {
      // Parsing depends on nothing but the bytes: whatever it throws, they are the cause.
      return new Poison(
          PoisonCode.MALFORMED_RECORD, "The value cannot be read as a telemetry record", e);
    }
  }

  private static ReadResult check(SourceRecord source, Parsed parsed) {
    TelemetryRecord telemetry = parsed.telemetry();
    if (telemetry.events() > TelemetryRecord.EVENTS_MAX) {
      return poison(
          PoisonCode.RECORD_TOO_LARGE,
          "The record has "
              + telemetry.events()
              + " events, at most "
              + TelemetryRecord.EVENTS_MAX);
    }
    if (!telemetry.tenant().equals(source.keyText())) {
      return poison(PoisonCode.TENANT_MISMATCH, "The key is not the tenant of the record");
    }
    return parsed;
  }

  private static Poison poison(PoisonCode code, String message) {
    return new Poison(code, message, null);
  }
}
