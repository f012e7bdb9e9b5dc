package io.evenkeel.model.record;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * What a telemetry record says of itself, read without its columns: many times cheaper than {@link
 * TelemetryRecord#parse}. Values are believed, not checked against each other; a record with an
 * outline may still be malformed.
 *
 * @param tenant slug of the tenant, never empty
 * @param ingestTimeMillis when the gateway accepted the events, Unix milliseconds
 * @param job backfill job, empty on the live lane
 * @param events number of events in all blocks
 */
public record RecordOutline(String tenant, long ingestTimeMillis, String job, int events) {
  private static final int TENANT = 1;
  private static final int INGEST_TIME = 2;
  private static final int JOB = 3;
  private static final int BLOCKS = 4;
  private static final int BLOCK_EVENTS = 2;

  /**
   * Reads the outline of a record.
   *
   * @throws MalformedRecordException if the bytes are no protobuf message of this shape, or one
   *     that a reader of the whole record would refuse for its tenant or its numbers of events
   */
  public static RecordOutline parse(byte[] bytes) throws MalformedRecordException {
    try {
      return read(CodedInputStream.newInstance(bytes));
    } catch (IOException | ArithmeticException e) {
      throw new MalformedRecordException("the value is not a protobuf message of this type", e);
    }
  }

  private static RecordOutline read(CodedInputStream in)
      throws IOException, MalformedRecordException {
    String tenant = "";
    long ingestTime = 0;
    String job = "";
    int events = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isField(tag, TENANT, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        tenant = in.readStringRequireUtf8();
      } else if (isField(tag, INGEST_TIME, WireFormat.WIRETYPE_VARINT)) {
        ingestTime = in.readInt64();
      } else if (isField(tag, JOB, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        job = in.readStringRequireUtf8();
      } else if (isField(tag, BLOCKS, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        events = Math.addExact(events, blockEvents(in));
      } else {
        skip(in, tag);
      }
    }
    if (tenant.isEmpty()) {
      throw new MalformedRecordException("the record names no tenant");
    }
    return new RecordOutline(tenant, ingestTime, job, events);
  }

  private static int blockEvents(CodedInputStream in) throws IOException, MalformedRecordException {
    int outer = in.pushLimit(in.readRawVarint32());
    int events = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isField(tag, BLOCK_EVENTS, WireFormat.WIRETYPE_VARINT)) {
        events = in.readUInt32();
      } else {
        skip(in, tag);
      }
    }
    in.popLimit(outer);
    if (events < 1) {
      throw new MalformedRecordException("a block needs at least one event");
    }
    return events;
  }

  private static boolean isField(int tag, int field, int wireType) {
    return WireFormat.getTagFieldNumber(tag) == field && WireFormat.getTagWireType(tag) == wireType;
  }

  private static void skip(CodedInputStream in, int tag)
      throws IOException, MalformedRecordException {
    if (!in.skipField(tag)) {
      throw new MalformedRecordException("a group ends that never began");
    }
  }
}
