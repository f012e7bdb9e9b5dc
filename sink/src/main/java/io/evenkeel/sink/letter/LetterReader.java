package io.evenkeel.sink.letter;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.letter.Letter.Reason;
import io.evenkeel.sink.letter.Letter.Request;
import io.evenkeel.sink.letter.Letter.Source;
import io.evenkeel.sink.store.EventTimes;
import io.evenkeel.sink.store.Vehicles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * From a record of the dead-letter topic to a letter. Understands the headers of the gateway and
 * the processor, Kafka Connect's ({@code __connect.errors.*}) and Kafka Streams' ({@code
 * __streams.errors.*}), and makes a letter of everything else too: what a header says badly stays
 * among the headers and nothing fails. Pure.
 */
final class LetterReader {
  static final int MESSAGE_CHARS_MAX = 500;
  static final int EXCEPTION_CHARS_MAX = 200;
  static final int FAULTY_NAME_CHARS_MAX = 64;
  static final int CODE_CHARS_MAX = 64;
  static final String UNLABELLED = "unlabelled";
  static final String CONNECT_ERROR = "connect-error";
  static final String STREAMS_ERROR = "streams-error";

  private static final int NAME_CHARS_MAX = 256;
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String OCTETS = "application/octet-stream";
  private static final String CONNECT = "__connect.errors.";
  private static final String STREAMS = "__streams.errors.";
  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final byte[] NOTHING = {};

  private final ConsumerRecord<byte[], byte[]> record;
  private final LetterHeaders headers;

  private LetterReader(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
    this.headers = new LetterHeaders(record.headers());
  }

  /** The letter that a record is. */
  static Letter read(ConsumerRecord<byte[], byte[]> record) {
    return new LetterReader(record).read();
  }

  private Letter read() {
    if (headers.has(RecordHeaders.ERROR_STAGE)) {
      return own();
    }
    if (headers.hasPrefix(CONNECT)) {
      return connect();
    }
    return headers.hasPrefix(STREAMS) ? streams() : unlabelled();
  }

  private Letter own() {
    LetterStage stage =
        headers.take(RecordHeaders.ERROR_STAGE, LetterReader::stage).orElse(LetterStage.UNKNOWN);
    Reason reason =
        reason(
            stage,
            headers.take(RecordHeaders.ERROR_CODE, LetterReader::code).orElse(UNLABELLED),
            prose(RecordHeaders.ERROR_MESSAGE, MESSAGE_CHARS_MAX).orElse(""),
            prose(RecordHeaders.ERROR_EXCEPTION, EXCEPTION_CHARS_MAX).orElse(null));
    Source source =
        source(
            RecordHeaders.ERROR_TOPIC, RecordHeaders.ERROR_PARTITION, RecordHeaders.ERROR_OFFSET);
    return stage == LetterStage.GATEWAY ? ofGateway(reason, source) : ofRecord(reason, source);
  }

  // Only the gateway's word counts for these: a failed record brings the headers that it had.
  private Letter ofGateway(Reason reason, @Nullable Source source) {
    String lane = headers.take(RecordHeaders.LANE, LetterReader::lane).orElse(null);
    String job = headers.take(RecordHeaders.JOB, LetterReader::name).orElse("");
    Request request =
        new Request(
            headers
                .take(RecordHeaders.ERROR_INDEX, number(0, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(-1),
            headers.take(RecordHeaders.VEHICLE, LetterReader::name).orElse(null),
            prose(RecordHeaders.ERROR_NAME, FAULTY_NAME_CHARS_MAX).orElse(null),
            headers.take(RecordHeaders.RECEIVED_AT, LetterReader::millis).orElse(null));
    return letter(reason, source, lane, job, request, OCTETS);
  }

  private Letter ofRecord(Reason reason, @Nullable Source source) {
    String lane = source == null ? null : laneOfTopic(source.topic());
    String contentType = reason.stage() == LetterStage.PROCESSOR ? PROTOBUF : OCTETS;
    return letter(reason, source, lane, "", Request.NONE, contentType);
  }

  private Letter connect() {
    Reason reason =
        reason(
            LetterStage.CONNECT,
            CONNECT_ERROR,
            prose(CONNECT + "exception.message", MESSAGE_CHARS_MAX).orElse(""),
            prose(CONNECT + "exception.class.name", EXCEPTION_CHARS_MAX).orElse(null));
    return ofRecord(reason, source(CONNECT + "topic", CONNECT + "partition", CONNECT + "offset"));
  }

  private Letter streams() {
    Reason reason =
        reason(
            LetterStage.STREAMS,
            STREAMS_ERROR,
            prose(STREAMS + "message", MESSAGE_CHARS_MAX).orElse(""),
            prose(STREAMS + "exception", EXCEPTION_CHARS_MAX).orElse(null));
    return ofRecord(reason, source(STREAMS + "topic", STREAMS + "partition", STREAMS + "offset"));
  }

  private Letter unlabelled() {
    return ofRecord(
        reason(LetterStage.UNKNOWN, UNLABELLED, "No header says what is wrong", null), null);
  }

  private Reason reason(
      LetterStage stage, String code, String message, @Nullable String exception) {
    long failedAt =
        headers
            .take(RecordHeaders.ERROR_FIRST_FAILED_AT, LetterReader::millis)
            .orElse(record.timestamp());
    int attempts =
        headers
            .take(RecordHeaders.ERROR_ATTEMPTS, number(1, Integer.MAX_VALUE))
            .map(Long::intValue)
            .orElse(1);
    return new Reason(stage, code, message, exception, failedAt, attempts - 1);
  }

  private @Nullable Source source(String topic, String partition, String offset) {
    Optional<String> name = headers.take(topic, LetterReader::name);
    if (name.isEmpty()) {
      return null;
    }
    return new Source(
        name.get(),
        headers.take(partition, number(0, Integer.MAX_VALUE)).map(Long::intValue).orElse(null),
        headers.take(offset, number(0, Long.MAX_VALUE)).orElse(null));
  }

  private Letter letter(
      Reason reason,
      @Nullable Source source,
      @Nullable String lane,
      String job,
      Request request,
      String contentType) {
    byte[] key = record.key();
    byte[] value = record.value();
    String type = headers.take(RecordHeaders.CONTENT_TYPE, LetterReader::name).orElse(contentType);
    String encoding = headers.take(RecordHeaders.CONTENT_ENCODING, LetterReader::name).orElse(null);
    return new Letter(
        record.offset(),
        record.timestamp(),
        Vehicles.toTenant(key == null ? "" : new String(key, StandardCharsets.UTF_8)),
        reason,
        source,
        lane,
        job,
        request,
        type,
        encoding,
        key,
        value == null ? NOTHING : value,
        HeaderJson.of(headers.left()));
  }

  private Optional<String> prose(String name, int charsMax) {
    return headers.takeProse(name, charsMax);
  }

  // The sink keeps its own letters itself; whoever writes that here is somebody else.
  private static Optional<LetterStage> stage(String text) {
    return text.equals(LetterStage.GATEWAY.id())
        ? Optional.of(LetterStage.GATEWAY)
        : Optional.of(LetterStage.PROCESSOR).filter(stage -> text.equals(stage.id()));
  }

  private static Optional<String> code(String text) {
    return Optional.of(text)
        .filter(code -> code.length() <= CODE_CHARS_MAX && CODE.matcher(code).matches());
  }

  private static Optional<String> name(String text) {
    return Optional.of(text).filter(name -> !name.isEmpty() && name.length() <= NAME_CHARS_MAX);
  }

  private static Optional<String> lane(String text) {
    return Arrays.stream(Lane.values()).map(Lane::id).filter(text::equals).findFirst();
  }

  private static @Nullable String laneOfTopic(String topic) {
    return Arrays.stream(Lane.values())
        .filter(l -> topic.equals(Topics.telemetry(l)) || topic.equals(Topics.clean(l)))
        .map(Lane::id)
        .findFirst()
        .orElse(null);
  }

  private static Optional<Long> millis(String text) {
    return number(Long.MIN_VALUE, Long.MAX_VALUE).apply(text).filter(EventTimes::isStorable);
  }

  private static Function<String, Optional<Long>> number(long min, long max) {
    return text -> {
      try {
        return Optional.of(Long.parseLong(text)).filter(n -> n >= min && n <= max);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    };
  }
}
