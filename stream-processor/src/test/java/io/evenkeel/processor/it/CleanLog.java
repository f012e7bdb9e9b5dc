package io.evenkeel.processor.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a clean topic says, and whether it may say so. */
final class CleanLog {
  private final List<ConsumerRecord<byte[], byte[]>> records;

  CleanLog(List<ConsumerRecord<byte[], byte[]>> records) {
    this.records = records;
  }

  /** One clean record for each offset of each source partition, in order. */
  void assertGapless() throws MalformedRecordException {
    Map<Integer, Long> next = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      CleanSummary summary = summary(record);
      assertThat(summary.sourcePartition()).isEqualTo(record.partition());
      assertThat(summary.sourceOffset()).isEqualTo(next.getOrDefault(record.partition(), 0L));
      next.put(record.partition(), summary.sourceOffset() + 1);
    }
  }

  /** Every event as {@code vehicle/seq/time}, as often as it stands there. */
  List<String> events() throws MalformedRecordException {
    List<String> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TelemetryRecord telemetry = TelemetryRecord.parse(record.value());
      assertThat(telemetry.events()).isEqualTo(summary(record).out());
      for (VehicleBlock block : telemetry.blocks()) {
        addEvents(block, events);
      }
    }
    return events;
  }

  int total(java.util.function.ToIntFunction<CleanSummary> count) throws MalformedRecordException {
    int total = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      total += count.applyAsInt(summary(record));
    }
    return total;
  }

  private static void addEvents(VehicleBlock block, List<String> events) {
    for (int e = 0; e < block.size(); e++) {
      events.add(name(block.vehicle(), block.identities().seq(e), block.timeMillis(e)));
    }
  }

  static String name(String vehicle, long seq, long timeMillis) {
    return vehicle + '/' + seq + '/' + timeMillis;
  }

  private static CleanSummary summary(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return CleanSummary.parse(record.headers().lastHeader(RecordHeaders.CLEAN).value());
  }
}
