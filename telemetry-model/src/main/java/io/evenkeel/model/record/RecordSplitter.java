package io.evenkeel.model.record;

import java.util.ArrayList;
import java.util.List;

/** Cuts what a request brings for one partition into records within the limits. */
public final class RecordSplitter {
  private RecordSplitter() {}

  /**
   * Records of at most {@link TelemetryRecord#EVENTS_MAX} events and {@link
   * TelemetryRecord#BYTES_MAX} bytes that hold the given blocks in order.
   *
   * @param whole a record of any size
   * @return at least one record; {@code whole} itself if it is within the limits
   * @throws IllegalArgumentException if a single event is larger than a record may be; the
   *     gateway's limits on an event's signals, names and texts exclude that
   */
  public static List<EncodedRecord> split(TelemetryRecord whole) {
    List<EncodedRecord> records = new ArrayList<>();
    for (TelemetryRecord record : byEvents(whole)) {
      addByBytes(record, records);
    }
    return records;
  }

  private static List<TelemetryRecord> byEvents(TelemetryRecord whole) {
    if (whole.events() <= TelemetryRecord.EVENTS_MAX) {
      return List.of(whole);
    }
    List<TelemetryRecord> records = new ArrayList<>();
    List<VehicleBlock> current = new ArrayList<>();
    int room = TelemetryRecord.EVENTS_MAX;
    for (VehicleBlock block : whole.blocks()) {
      for (int from = 0; from < block.size(); ) {
        int to = Math.min(block.size(), from + room);
        current.add(block.slice(from, to));
        room -= to - from;
        from = to;
        if (room == 0) {
          records.add(with(whole, current));
          current = new ArrayList<>();
          room = TelemetryRecord.EVENTS_MAX;
        }
      }
    }
    if (!current.isEmpty()) {
      records.add(with(whole, current));
    }
    return records;
  }

  private static void addByBytes(TelemetryRecord record, List<EncodedRecord> records) {
    byte[] bytes = record.toBytes();
    if (bytes.length <= TelemetryRecord.BYTES_MAX) {
      records.add(new EncodedRecord(bytes, record.events()));
      return;
    }
    if (record.events() == 1) {
      throw new IllegalArgumentException("One event takes " + bytes.length + " bytes");
    }
    int half = record.events() / 2;
    addByBytes(with(record, range(record.blocks(), 0, half)), records);
    addByBytes(with(record, range(record.blocks(), half, record.events())), records);
  }

  private static List<VehicleBlock> range(List<VehicleBlock> blocks, int from, int to) {
    List<VehicleBlock> cut = new ArrayList<>();
    int start = 0;
    for (VehicleBlock block : blocks) {
      int first = Math.max(from - start, 0);
      int end = Math.min(to - start, block.size());
      if (first < end) {
        cut.add(block.slice(first, end));
      }
      start += block.size();
    }
    return cut;
  }

  private static TelemetryRecord with(TelemetryRecord record, List<VehicleBlock> blocks) {
    return new TelemetryRecord(record.tenant(), record.ingestTimeMillis(), record.job(), blocks);
  }

  /**
   * A record ready to send.
   *
   * @param value the record's bytes
   * @param events number of events in it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to the producer, never compared
  public record EncodedRecord(byte[] value, int events) {}
}
