package io.evenkeel.admin.letter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param id its number
 * @param tenant slug
 * @param stage that gave up: gateway, processor, sink, connect, streams or unknown
 * @param code reason, kebab case
 * @param message reason for people; may quote what the device sent
 * @param faultyName the member or signal that was wrong, or null
 * @param lane live, backfill, or null where it is not known
 * @param job backfill job, empty if none
 * @param vehicle name as received: personal data; null if none is known
 * @param index place of the event in its request or record; -1 for a whole body or record
 * @param events that it stands for in the books
 * @param origin where it was read: topic, partition and offset
 * @param contentType media type of the payload
 * @param contentEncoding compression of the payload, or null
 * @param payload the original bytes
 * @param receivedAt when the gateway received it, or null
 * @param keptAt when it was kept
 * @param state what became of it
 * @param attempts replays so far
 * @param replayId the replay that claimed it last, 0 if none
 */
@SuppressWarnings("ArrayRecordComponent") // shown or sent, never compared
public record Letter(
    long id,
    String tenant,
    String stage,
    String code,
    String message,
    @Nullable String faultyName,
    @Nullable String lane,
    String job,
    @Nullable String vehicle,
    int index,
    int events,
    String origin,
    String contentType,
    @Nullable String contentEncoding,
    byte[] payload,
    @Nullable Instant receivedAt,
    Instant keptAt,
    LetterState state,
    int attempts,
    long replayId) {
  /** Number of the event within a whole body or record. */
  public static final int WHOLE = -1;

  /** Without payload, vehicle and message: it may reach a log. */
  @Override
  public String toString() {
    return "Letter[" + id + " " + stage + "/" + code + " " + state + "]";
  }
}
