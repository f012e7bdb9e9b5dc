package io.evenkeel.sink.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.sink.letter.Letter.Source;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterReaderTest {
  private static final long APPENDED = 1_790_000_000_000L;
  private static final byte[] BODY = bytes("{\"vehicle\":\"truck\"}");

  private final Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();

  @Test
  void readsARefusalOfTheGateway() {
    gateway("signal-out-of-range");
    add(RecordHeaders.ERROR_MESSAGE, "speed must be at most 500");
    add(RecordHeaders.ERROR_INDEX, "3");
    add(RecordHeaders.ERROR_NAME, "batteryLevel");
    add(RecordHeaders.ERROR_FIRST_FAILED_AT, "1789999999000");
    add(RecordHeaders.ERROR_ATTEMPTS, "1");
    add(RecordHeaders.LANE, "backfill");
    add(RecordHeaders.JOB, "history");
    add(RecordHeaders.VEHICLE, "Lkw Ä 7");
    add(RecordHeaders.RECEIVED_AT, "1789999998000");
    add(RecordHeaders.CONTENT_TYPE, "application/json");

    Letter letter = read();

    assertThat(letter.tenant()).isEqualTo("acme");
    assertThat(letter.reason())
        .isEqualTo(
            new Letter.Reason(
                LetterStage.GATEWAY,
                "signal-out-of-range",
                "speed must be at most 500",
                null,
                1_789_999_999_000L,
                0));
    assertThat(letter.request())
        .isEqualTo(new Letter.Request(3, "Lkw Ä 7", "batteryLevel", 1_789_999_998_000L));
    assertThat(letter.lane()).isEqualTo("backfill");
    assertThat(letter.job()).isEqualTo("history");
    assertThat(letter.contentType()).isEqualTo("application/json");
    assertThat(letter.contentEncoding()).isNull();
    assertThat(letter.payload()).isEqualTo(BODY);
    assertThat(letter.source()).isNull();
    assertThat(letter.headersJson()).isEqualTo("{}");
  }

  @Test
  void countsAWholeBodyAsOneEvent() {
    gateway("malformed-json");
    add(RecordHeaders.CONTENT_ENCODING, "gzip");

    Letter letter = read();

    assertThat(letter.request().index()).isEqualTo(-1);
    assertThat(letter.events()).isEqualTo(1);
    assertThat(letter.contentEncoding()).isEqualTo("gzip");
    assertThat(letter.contentType()).isEqualTo("application/octet-stream");
    assertThat(letter.receivedMillis()).isEqualTo(APPENDED);
  }

  @Test
  void readsARecordThatTheProcessorCouldNotRead() {
    add(RecordHeaders.FORMAT, "1");
    add(RecordHeaders.ERROR_STAGE, "processor");
    add(RecordHeaders.ERROR_CODE, "malformed-record");
    add(RecordHeaders.ERROR_MESSAGE, "The value cannot be read");
    add(RecordHeaders.ERROR_EXCEPTION, "io.evenkeel.Malformed");
    add(RecordHeaders.ERROR_TOPIC, "evenkeel.telemetry.backfill");
    add(RecordHeaders.ERROR_PARTITION, "7");
    add(RecordHeaders.ERROR_OFFSET, "5000000000");
    add(RecordHeaders.ERROR_ATTEMPTS, "3");

    Letter letter = read();

    assertThat(letter.reason().stage()).isEqualTo(LetterStage.PROCESSOR);
    assertThat(letter.reason().exception()).isEqualTo("io.evenkeel.Malformed");
    assertThat(letter.reason().firstFailedAtMillis()).isEqualTo(APPENDED);
    assertThat(letter.reason().replays()).isEqualTo(2);
    assertThat(letter.source())
        .isEqualTo(new Source("evenkeel.telemetry.backfill", 7, 5_000_000_000L));
    assertThat(letter.lane()).isEqualTo("backfill");
    assertThat(letter.request()).isEqualTo(Letter.Request.NONE);
    assertThat(letter.contentType()).isEqualTo("application/x-protobuf");
    assertThat(letter.key()).isEqualTo(bytes("acme"));
    assertThat(letter.headersJson()).isEqualTo("{\"evenkeel.format\":\"1\"}");
  }

  @Test
  void doesNotBelieveTheHeadersOfAFailedRecordAboutItsVehicle() {
    add(RecordHeaders.ERROR_STAGE, "processor");
    add(RecordHeaders.ERROR_CODE, "malformed-record");
    add(RecordHeaders.VEHICLE, "forged");

    Letter letter = read();

    assertThat(letter.request().vehicle()).isNull();
    assertThat(letter.headersJson()).contains("forged");
  }

  @Test
  void readsWhatKafkaConnectReports() {
    add("__connect.errors.topic", "orders");
    add("__connect.errors.partition", "2");
    add("__connect.errors.offset", "17");
    add("__connect.errors.connector.name", "jdbc");
    add("__connect.errors.stage", "VALUE_CONVERTER");
    add("__connect.errors.exception.class.name", "org.apache.kafka.DataException");
    add("__connect.errors.exception.message", "no such field");

    Letter letter = read();

    assertThat(letter.reason().stage()).isEqualTo(LetterStage.CONNECT);
    assertThat(letter.reason().code()).isEqualTo("connect-error");
    assertThat(letter.reason().message()).isEqualTo("no such field");
    assertThat(letter.reason().exception()).isEqualTo("org.apache.kafka.DataException");
    assertThat(letter.source()).isEqualTo(new Source("orders", 2, 17L));
    assertThat(letter.lane()).isNull();
    assertThat(letter.headersJson())
        .isEqualTo(
            "{\"__connect.errors.connector.name\":\"jdbc\",\"__connect.errors.stage\":\"VALUE_CONVERTER\"}");
  }

  @Test
  void readsWhatKafkaStreamsReports() {
    add("__streams.errors.exception", "java.lang.IllegalStateException");
    add("__streams.errors.message", "boom");
    add("__streams.errors.stacktrace", "at A.b(A.java:1)");
    add("__streams.errors.topic", "evenkeel.telemetry.live");
    add("__streams.errors.partition", "0");
    add("__streams.errors.offset", "9");

    Letter letter = read();

    assertThat(letter.reason().stage()).isEqualTo(LetterStage.STREAMS);
    assertThat(letter.reason().code()).isEqualTo("streams-error");
    assertThat(letter.reason().message()).isEqualTo("boom");
    assertThat(letter.source()).isEqualTo(new Source("evenkeel.telemetry.live", 0, 9L));
    assertThat(letter.lane()).isEqualTo("live");
    assertThat(letter.headersJson()).contains("at A.b(A.java:1)");
  }

  @Test
  void keepsARecordThatNobodyLabelled() {
    add("trace-id", "abc");

    Letter letter = read();

    assertThat(letter.reason().stage()).isEqualTo(LetterStage.UNKNOWN);
    assertThat(letter.reason().code()).isEqualTo("unlabelled");
    assertThat(letter.headersJson()).isEqualTo("{\"trace-id\":\"abc\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "evenkeel.error.index,many",
    "evenkeel.error.index,-1",
    "evenkeel.error.attempts,0",
    "evenkeel.error.first-failed-at,9223372036854775807",
    "evenkeel.error.code,Not A Code",
    "evenkeel.error.topic,''",
    "evenkeel.received-at,yesterday",
    "evenkeel.lane,sideways"
  })
  void leavesAHeaderThatItDoesNotUnderstandAmongTheHeaders(String name, String value) {
    add(RecordHeaders.ERROR_STAGE, "gateway");
    add(name, value);

    assertThat(read().headersJson()).isEqualTo("{\"" + name + "\":\"" + value + "\"}");
  }

  @Test
  void believesNobodyWhoWritesToTheTopicInTheNameOfTheSink() {
    add(RecordHeaders.ERROR_STAGE, "sink");
    add(RecordHeaders.ERROR_CODE, "refused-by-database");

    assertThat(read().reason().stage()).isEqualTo(LetterStage.UNKNOWN);
  }

  @Test
  void makesTextsStorable() {
    gateway("time-invalid");
    headers.add(RecordHeaders.ERROR_MESSAGE, new byte[] {'a', 0, 'b', (byte) 0xff, 'c'});
    headers.add(RecordHeaders.VEHICLE, new byte[] {'v', 0});

    Letter letter = read();

    assertThat(letter.reason().message()).isEqualTo("a\uFFFDb\uFFFDc");
    assertThat(letter.request().vehicle()).isNull();
    assertThat(letter.headersJson()).isEqualTo("{\"evenkeel.vehicle;base64\":\"dgA=\"}");
  }

  @Test
  void boundsTheMessage() {
    gateway("time-invalid");
    add(RecordHeaders.ERROR_MESSAGE, "x".repeat(499) + "\uD83D\uDE97" + "y");

    assertThat(read().reason().message()).isEqualTo("x".repeat(499));
  }

  @Test
  void takesTheLastOfSeveralHeadersAndKeepsTheOthers() {
    gateway("time-invalid");
    add(RecordHeaders.JOB, "first");
    add(RecordHeaders.JOB, "second");

    Letter letter = read();

    assertThat(letter.job()).isEqualTo("second");
    assertThat(letter.headersJson()).isEqualTo("{\"evenkeel.job\":\"first\"}");
  }

  @Test
  void givesALetterWithoutAUsableKeyToNobody() {
    assertThat(tenant(null)).isEqualTo("?");
    assertThat(tenant("")).isEqualTo("?");
    assertThat(tenant("ac\0me")).isEqualTo("?");
    assertThat(tenant("x".repeat(257))).isEqualTo("?");
  }

  private String tenant(@Nullable String key) {
    return LetterReader.read(record(key == null ? null : bytes(key))).tenant();
  }

  private void gateway(String code) {
    add(RecordHeaders.ERROR_STAGE, "gateway");
    add(RecordHeaders.ERROR_CODE, code);
  }

  private void add(String name, String value) {
    headers.add(name, bytes(value));
  }

  private Letter read() {
    return LetterReader.read(record(bytes("acme")));
  }

  private ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key) {
    return new ConsumerRecord<>(
        "evenkeel.dead-letter",
        1,
        42,
        APPENDED,
        TimestampType.LOG_APPEND_TIME,
        key == null ? -1 : key.length,
        BODY.length,
        key,
        BODY,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
