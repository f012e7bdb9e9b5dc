package io.evenkeel.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/**
 * The unit on Kafka: many events of one tenant and one partition. Immutable.
 *
 * @param tenant slug of the tenant; equals the record key
 * @param ingestTimeMillis when the gateway accepted the events, Unix milliseconds
 * @param job backfill job, empty on the live lane
 * @param blocks one a vehicle; empty where every event was a duplicate
 */
public record TelemetryRecord(
    String tenant, long ingestTimeMillis, String job, List<VehicleBlock> blocks) {
  /** Most events in a record. */
  public static final int EVENTS_MAX = 500;

  /** Most bytes of a record's value. */
  public static final int BYTES_MAX = 256 * 1024;

  private static final int TENANT = 1;
  private static final int INGEST_TIME_MS = 2;
  private static final int JOB = 3;
  private static final int BLOCKS = 4;
  private static final int RECORD_BYTES_USUAL = 256;
  private static final int EVENT_BYTES_USUAL = 160;

  public TelemetryRecord {
    blocks = List.copyOf(blocks);
  }

  /** Number of events in all blocks. */
  public int events() {
    int events = 0;
    for (VehicleBlock block : blocks) {
      events += block.size();
    }
    return events;
  }

  /** The record's bytes; the same record always gives the same bytes. */
  public byte[] toBytes() {
    WireWriter out = new WireWriter(RECORD_BYTES_USUAL + EVENT_BYTES_USUAL * events());
    for (VehicleBlock block : blocks.reversed()) {
      int before = out.size();
      BlockEncoder.write(block, out);
      out.field(BLOCKS, before);
    }
    out.text(JOB, job);
    out.number(INGEST_TIME_MS, ingestTimeMillis);
    out.text(TENANT, tenant);
    return out.toBytes();
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecordException if the bytes are no telemetry record, or one that contradicts
   *     itself
   */
  public static TelemetryRecord parse(byte[] bytes) throws MalformedRecordException {
    io.evenkeel.model.wire.TelemetryRecord wire;
    try {
      wire = io.evenkeel.model.wire.TelemetryRecord.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedRecordException("the value is not a protobuf message of this type", e);
    }
    if (wire.getTenant().isEmpty()) {
      throw new MalformedRecordException("the record names no tenant");
    }
    List<VehicleBlock> blocks = new ArrayList<>(wire.getBlocksCount());
    for (var block : wire.getBlocksList()) {
      blocks.add(BlockDecoder.decode(block));
    }
    return new TelemetryRecord(wire.getTenant(), wire.getIngestTimeMs(), wire.getJob(), blocks);
  }
}
