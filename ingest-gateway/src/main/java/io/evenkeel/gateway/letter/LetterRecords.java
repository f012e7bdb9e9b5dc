package io.evenkeel.gateway.letter;

import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The form of a dead letter on Kafka: original bytes as the value, all else in headers. Pure. */
final class LetterRecords {
  private static final int VEHICLE_CHARS_MAX = 64;
  private static final int JOB_CHARS_MAX = 64;
  private static final int NAME_CHARS_MAX = 128;
  private static final int MEDIA_TYPE_CHARS_MAX = 128;
  private static final String STAGE = "gateway";
  private static final String FIRST_ATTEMPT = "1";

  private LetterRecords() {}

  /**
   * The record of a letter.
   *
   * @param partitions number of partitions of the topic
   */
  static ProducerRecord<byte[], byte[]> of(DeadLetter letter, int partitions) {
    LetterOrigin origin = letter.origin();
    String vehicle = usableVehicle(letter.vehicle());
    // Without a vehicle the producer chooses by the key, the tenant.
    Integer partition =
        vehicle == null ? null : VehiclePartition.of(origin.tenant(), vehicle, partitions);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.DEAD_LETTER, partition, utf8(origin.tenant()), letter.content().bytes());
    addReason(record.headers(), letter);
    addOrigin(record.headers(), origin);
    addContent(record.headers(), letter.content());
    add(record.headers(), RecordHeaders.VEHICLE, vehicle);
    return record;
  }

  private static void addReason(Headers headers, DeadLetter letter) {
    Reason reason = letter.reason();
    add(headers, RecordHeaders.ERROR_STAGE, STAGE);
    add(headers, RecordHeaders.ERROR_CODE, reason.code().id());
    add(headers, RecordHeaders.ERROR_MESSAGE, reason.message());
    add(headers, RecordHeaders.ERROR_NAME, cut(reason.name(), NAME_CHARS_MAX));
    if (letter.index() != DeadLetter.WHOLE_BODY) {
      add(headers, RecordHeaders.ERROR_INDEX, Integer.toString(letter.index()));
    }
    add(
        headers,
        RecordHeaders.ERROR_FIRST_FAILED_AT,
        Long.toString(letter.origin().receivedAtMillis()));
    add(headers, RecordHeaders.ERROR_ATTEMPTS, FIRST_ATTEMPT);
  }

  private static void addOrigin(Headers headers, LetterOrigin origin) {
    add(headers, RecordHeaders.LANE, origin.lane().id());
    add(
        headers,
        RecordHeaders.JOB,
        origin.job().isEmpty() ? null : cut(origin.job(), JOB_CHARS_MAX));
    add(headers, RecordHeaders.RECEIVED_AT, Long.toString(origin.receivedAtMillis()));
  }

  private static void addContent(Headers headers, SentBody content) {
    add(headers, RecordHeaders.CONTENT_TYPE, cut(content.contentType(), MEDIA_TYPE_CHARS_MAX));
    add(
        headers,
        RecordHeaders.CONTENT_ENCODING,
        cut(compression(content.contentEncoding()), MEDIA_TYPE_CHARS_MAX));
  }

  private static @Nullable String compression(@Nullable String header) {
    return ContentCoding.ofHeader(header).filter(ContentCoding.IDENTITY::equals).isPresent()
        ? null
        : header;
  }

  private static void add(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, utf8(value));
    }
  }

  // Half a name, or one that has no UTF-8 form, would be another vehicle.
  private static @Nullable String usableVehicle(@Nullable String vehicle) {
    boolean usable =
        vehicle != null
            && !vehicle.isEmpty()
            && vehicle.codePointCount(0, vehicle.length()) <= VEHICLE_CHARS_MAX
            && StandardCharsets.UTF_8.newEncoder().canEncode(vehicle);
    return usable ? vehicle : null;
  }

  private static @Nullable String cut(@Nullable String text, int charsMax) {
    if (text == null || text.codePointCount(0, text.length()) <= charsMax) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, charsMax));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
