package io.evenkeel.processor.topology;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.processor.topology.ReadResult.Poison;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: the original key, value and headers, and why. Pure. */
final class DeadLetter {
  /** Room for the headers that say why. */
  private static final int CONTEXT_BYTES = 16 * 1024;

  /** A longer key does not come along where the value has no room: no tenant's name is so long. */
  private static final int KEY_BYTES_MAX = 1024;

  private static final String STAGE = "processor";

  private DeadLetter() {}

  /**
   * The dead letter of a record. What the dead-letter topic could not hold stays behind in the
   * source topic, at the position that the headers name.
   *
   * @param nowMillis when it failed, Unix milliseconds
   */
  static Record<RoutedKey, byte[]> of(SourceRecord source, Poison poison, long nowMillis) {
    boolean fits = bytes(source) <= Topics.RECORD_BYTES_MAX - CONTEXT_BYTES;
    Headers headers =
        fits
            ? new org.apache.kafka.common.header.internals.RecordHeaders(source.headers())
            : new org.apache.kafka.common.header.internals.RecordHeaders();
    String remark = fits ? "" : "; too large to be copied, it stays in the source topic";
    add(headers, RecordHeaders.ERROR_STAGE, STAGE);
    add(headers, RecordHeaders.ERROR_CODE, poison.code().id());
    add(headers, RecordHeaders.ERROR_MESSAGE, poison.message() + remark);
    if (poison.cause() != null) {
      add(headers, RecordHeaders.ERROR_EXCEPTION, poison.cause().getClass().getName());
    }
    add(headers, RecordHeaders.ERROR_TOPIC, source.topic());
    add(headers, RecordHeaders.ERROR_PARTITION, Integer.toString(source.partition()));
    add(headers, RecordHeaders.ERROR_OFFSET, Long.toString(source.offset()));
    add(headers, RecordHeaders.ERROR_FIRST_FAILED_AT, Long.toString(nowMillis));
    add(headers, RecordHeaders.ERROR_ATTEMPTS, "1");
    return new Record<>(
        fits || length(source.key()) <= KEY_BYTES_MAX
            ? source.routedKey()
            : new RoutedKey(null, source.partition()),
        fits ? source.value() : null,
        source.timestampMillis(),
        headers);
  }

  private static long bytes(SourceRecord source) {
    long bytes = length(source.key()) + length(source.value());
    for (Header header : source.headers()) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void add(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
