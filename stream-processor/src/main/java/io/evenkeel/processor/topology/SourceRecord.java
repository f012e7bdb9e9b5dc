package io.evenkeel.processor.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, with its position.
 *
 * @param timestampMillis record time, given by the broker when it appended the record
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SourceRecord(
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers,
    long timestampMillis,
    String topic,
    int partition,
    long offset) {

  static SourceRecord of(Record<byte[], byte[]> record, String topic, int partition, long offset) {
    return new SourceRecord(
        record.key(),
        record.value(),
        record.headers(),
        record.timestamp(),
        topic,
        partition,
        offset);
  }

  /** The value of the last header of this name, or null. */
  byte @Nullable [] header(String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  /** The key as text; empty if there is none. */
  String keyText() {
    byte[] bytes = key;
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  RoutedKey routedKey() {
    return new RoutedKey(key, partition);
  }
}
