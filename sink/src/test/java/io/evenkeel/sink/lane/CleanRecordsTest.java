package io.evenkeel.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.sink.Events;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.TopicIdentity;
import io.evenkeel.sink.store.CleanRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CleanRecordsTest {
  private static final int PARTITION = 3;

  @Test
  void readsHeadersAndIngestTimeWithoutDecodingEvents() {
    CleanRecord record =
        CleanRecords.read(lease(OptionalLong.of(7)), record(summary(PARTITION, 7)), false);

    assertThat(record.key()).isEqualTo("acme");
    assertThat(record.summary().sourceOffset()).isEqualTo(7);
    assertThat(record.ingestTimeMillis()).isEqualTo(Events.INGEST);
  }

  @Test
  void takesTheAppendTimeWhereTheValueHasNoIngestTime() {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("topic", PARTITION, 0, new byte[0], new byte[] {1, 2, 3});
    addHeaders(record, summary(PARTITION, 7));

    assertThat(CleanRecords.read(lease(OptionalLong.empty()), record, false).ingestTimeMillis())
        .isEqualTo(record.timestamp());
  }

  @Test
  void acceptsAnyFirstSourceOffset() {
    assertThat(
            CleanRecords.read(lease(OptionalLong.empty()), record(summary(PARTITION, 99)), false))
        .isNotNull();
  }

  @Test
  void refusesAGap() {
    assertRefused(lease(OptionalLong.of(6)), record(summary(PARTITION, 7)), "6 was expected");
  }

  @Test
  void refusesARepeat() {
    assertRefused(lease(OptionalLong.of(8)), record(summary(PARTITION, 7)), "8 was expected");
  }

  @Test
  void refusesARecordOfAnotherPartition() {
    assertRefused(lease(OptionalLong.of(7)), record(summary(1, 7)), "partition 1");
  }

  @Test
  void refusesARecordWithoutItsHeaders() {
    ConsumerRecord<byte[], byte[]> bare =
        new ConsumerRecord<>("topic", PARTITION, 0, new byte[0], new byte[0]);
    assertRefused(lease(OptionalLong.empty()), bare, "format");

    bare.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    assertRefused(lease(OptionalLong.empty()), bare, RecordHeaders.CLEAN);
  }

  @Test
  void refusesAFormatOfTheFuture() {
    ConsumerRecord<byte[], byte[]> record = record(summary(PARTITION, 7));
    record.headers().remove(RecordHeaders.FORMAT);
    record.headers().add(RecordHeaders.FORMAT, "2".getBytes(StandardCharsets.US_ASCII));

    assertRefused(lease(OptionalLong.empty()), record, "upgrade the sink");
  }

  private static void assertRefused(
      PartitionLease lease, ConsumerRecord<byte[], byte[]> record, String reason) {
    assertThatThrownBy(() -> CleanRecords.read(lease, record, false))
        .isInstanceOf(SinkStoppedException.class)
        .hasMessageContaining("topic-" + PARTITION)
        .hasMessageContaining(reason);
  }

  private static ConsumerRecord<byte[], byte[]> record(CleanSummary summary) {
    byte[] value = Events.record("acme", Events.speed("truck", Events.INGEST, 1, 5)).toBytes();
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("topic", PARTITION, 0, "acme".getBytes(StandardCharsets.UTF_8), value);
    addHeaders(record, summary);
    return record;
  }

  private static void addHeaders(ConsumerRecord<byte[], byte[]> record, CleanSummary summary) {
    record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    record.headers().add(RecordHeaders.CLEAN, summary.toBytes());
  }

  private static CleanSummary summary(int partition, long offset) {
    return new CleanSummary(partition, offset, 1, 1, 0, 0, List.of());
  }

  private static PartitionLease lease(OptionalLong nextSource) {
    return new PartitionLease(
        new TopicIdentity("cluster", new UUID(0, 1), "topic"), PARTITION, 1, 0, nextSource);
  }
}
