package io.evenkeel.sink.lane;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.store.CleanRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads what the headers of a clean record say, and checks that none before it is missing. */
final class CleanRecords {
  private static final byte[] NOTHING = {};

  private CleanRecords() {}

  /**
   * The record, its value not decoded.
   *
   * @param traced whether to look for its trace
   * @throws SinkStoppedException if the headers cannot be read, or if records are missing between
   *     the one before and this one
   */
  static CleanRecord read(
      PartitionLease lease, ConsumerRecord<byte[], byte[]> record, boolean traced) {
    if (!RecordHeaders.isReadable(header(record, RecordHeaders.FORMAT))) {
      throw new SinkStoppedException(
          at(record) + " has a format that this build does not read; upgrade the sink");
    }
    CleanSummary summary = summary(record);
    requireNoGap(lease, record, summary);
    byte[] key = record.key();
    byte[] value = record.value();
    return CleanRecord.of(
        record.offset(),
        record.timestamp(),
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        value == null ? NOTHING : value,
        summary,
        traced ? TraceContext.read(name -> header(record, name)) : TraceContext.NONE);
  }

  private static CleanSummary summary(ConsumerRecord<byte[], byte[]> record) {
    byte[] header = header(record, RecordHeaders.CLEAN);
    if (header == null) {
      throw new SinkStoppedException(
          at(record) + " lacks the header " + RecordHeaders.CLEAN + ": no processor wrote it");
    }
    try {
      return CleanSummary.parse(header);
    } catch (MalformedRecordException e) {
      throw new SinkStoppedException(at(record) + ": " + e.getMessage(), e);
    }
  }

  private static void requireNoGap(
      PartitionLease lease, ConsumerRecord<byte[], byte[]> record, CleanSummary summary) {
    if (summary.sourcePartition() != record.partition()) {
      throw new SinkStoppedException(
          at(record) + " comes from partition " + summary.sourcePartition() + " of its source");
    }
    if (lease.queuedSource().isPresent()
        && lease.queuedSource().getAsLong() != summary.sourceOffset()) {
      throw new SinkStoppedException(
          at(record)
              + " comes from source offset "
              + summary.sourceOffset()
              + " where "
              + lease.queuedSource().getAsLong()
              + " was expected: records are missing or doubled between the processor and the sink."
              + " Look whether the telemetry topic was truncated or made again. To go on without"
              + " what is missing, set next_source_offset to NULL in the row of this partition in"
              + " evenkeel.sink_position, and start again.");
    }
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }

  private static String at(ConsumerRecord<byte[], byte[]> record) {
    return "The record at offset "
        + record.offset()
        + " of "
        + record.topic()
        + "-"
        + record.partition();
  }
}
