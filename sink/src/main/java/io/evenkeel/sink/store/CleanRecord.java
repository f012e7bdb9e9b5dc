package io.evenkeel.sink.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.runtime.trace.TraceContext;
import java.io.IOException;

/**
 * A clean record as it came from Kafka, its events not decoded yet.
 *
 * @param timestampMillis when Kafka appended it
 * @param key the tenant's slug
 * @param value bytes of the telemetry record; shared, not to be written to
 * @param ingestTimeMillis when the gateway accepted it, or the append time where that is not known
 * @param trace where its trace has come to
 */
@SuppressWarnings("ArrayRecordComponent") // a view of what the client received, never compared
public record CleanRecord(
    long offset,
    long timestampMillis,
    String key,
    byte[] value,
    CleanSummary summary,
    long ingestTimeMillis,
    TraceContext trace) {
  private static final int INGEST_TIME_FIELD = 2;
  private static final long YEAR_3000_MILLIS = 32_503_680_000_000L;

  /** A record that belongs to no trace. */
  public CleanRecord(
      long offset,
      long timestampMillis,
      String key,
      byte[] value,
      CleanSummary summary,
      long ingestTimeMillis) {
    this(offset, timestampMillis, key, value, summary, ingestTimeMillis, TraceContext.NONE);
  }

  /** A record whose ingest time is looked up in its value. */
  public static CleanRecord of(
      long offset,
      long timestampMillis,
      String key,
      byte[] value,
      CleanSummary summary,
      TraceContext trace) {
    return new CleanRecord(
        offset, timestampMillis, key, value, summary, ingestTime(value, timestampMillis), trace);
  }

  // Reads only the record's first fields: lag has to be known before anything is decoded.
  private static long ingestTime(byte[] value, long otherwise) {
    CodedInputStream in = CodedInputStream.newInstance(value);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == INGEST_TIME_FIELD
            && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
          long time = in.readInt64();
          return time > 0 && time < YEAR_3000_MILLIS ? time : otherwise;
        }
        if (!in.skipField(tag)) {
          return otherwise;
        }
      }
    } catch (IOException e) {
      // Malformed: decoding will say so.
    }
    return otherwise;
  }
}
