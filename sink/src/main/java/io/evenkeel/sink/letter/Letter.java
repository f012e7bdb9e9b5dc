package io.evenkeel.sink.letter;

import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic, taken apart. Every text is one that the database takes.
 *
 * @param offset its own offset in the dead-letter topic
 * @param timestampMillis when Kafka appended it
 * @param tenant slug of the tenant whose it is
 * @param reason why it is here
 * @param source the record that failed, null where no record did
 * @param lane lane that it was meant for, null if that is not known
 * @param job backfill job, empty if there is none
 * @param request what the gateway knew, {@link Request#NONE} for other stages
 * @param contentType media type of the payload
 * @param contentEncoding compression of the payload, null if there is none
 * @param key key of the record
 * @param payload the original bytes
 * @param headersJson the headers that are nowhere else in here, as a JSON object
 */
@SuppressWarnings("ArrayRecordComponent") // written to the database, never compared
record Letter(
    long offset,
    long timestampMillis,
    String tenant,
    Reason reason,
    @Nullable Source source,
    @Nullable String lane,
    String job,
    Request request,
    String contentType,
    @Nullable String contentEncoding,
    byte @Nullable [] key,
    byte[] payload,
    String headersJson) {

  /** Events that it stands for: one, or a body or record of which nobody knows how many. */
  int events() {
    return 1;
  }

  /** Bytes that it occupies, about. */
  int bytes() {
    return payload.length + (key == null ? 0 : key.length) + headersJson.length();
  }

  /** When the gateway received it, or the best that is known instead. */
  long receivedMillis() {
    Long received = request.receivedAtMillis();
    return received == null ? timestampMillis : received;
  }

  /**
   * Why an event is a dead letter.
   *
   * @param code closed list of reasons, kebab case
   * @param message what is wrong, for people
   * @param exception class of the exception, if there was one
   * @param firstFailedAtMillis when
   * @param replays how often it was tried again
   */
  record Reason(
      LetterStage stage,
      String code,
      String message,
      @Nullable String exception,
      long firstFailedAtMillis,
      int replays) {}

  /** Position of the record that failed; null where it is not known. */
  record Source(String topic, @Nullable Integer partition, @Nullable Long offset) {}

  /**
   * What only the gateway knows.
   *
   * @param index place of the event in its request, -1 for a whole body
   * @param vehicle name as received
   * @param faultyName member or signal that was wrong, as received
   * @param receivedAtMillis when it came in
   */
  record Request(
      int index,
      @Nullable String vehicle,
      @Nullable String faultyName,
      @Nullable Long receivedAtMillis) {
    static final Request NONE = new Request(-1, null, null, null);
  }
}
