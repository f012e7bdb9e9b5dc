package io.evenkeel.gateway.letter;

import io.evenkeel.gateway.decode.RejectedEvent;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * What was refused for good: one event, or a whole body of which no event could be read.
 *
 * @param reason why
 * @param index place of the event in its request, or {@value #WHOLE_BODY}
 * @param vehicle its vehicle as received, or null if none is known
 * @param content the bytes as sent, at most {@value #CONTENT_BYTES_MAX}
 */
public record DeadLetter(
    LetterOrigin origin, Reason reason, int index, @Nullable String vehicle, SentBody content) {
  /** The index of a letter that is a whole body. */
  public static final int WHOLE_BODY = -1;

  /** Largest content, bytes: a record of the topic with room for key and headers. */
  public static final int CONTENT_BYTES_MAX = Topics.DEAD_LETTER_BYTES_MAX - (64 << 10);

  /** The letter of a request that was refused as a whole. */
  public static DeadLetter ofBody(LetterOrigin origin, Problem problem, SentBody body) {
    Reason reason = new Reason(problem.code(), problem.detail(), null);
    return new DeadLetter(origin, reason, WHOLE_BODY, null, body);
  }

  /**
   * The letter of a rejected event.
   *
   * @param body the body in which it was sent, which is kept instead of an event that is too large
   *     by itself: such an event came compressed, and only so it fits
   */
  public static DeadLetter ofEvent(LetterOrigin origin, RejectedEvent event, SentBody body) {
    Rejection rejection = event.rejection();
    Reason reason = new Reason(rejection.code(), rejection.detail(), event.name());
    if (event.original().length() > CONTENT_BYTES_MAX) {
      return new DeadLetter(origin, reason, WHOLE_BODY, event.vehicle(), body);
    }
    SentBody content =
        new SentBody(event.original().bytes(), event.format().eventMediaType(), null);
    return new DeadLetter(origin, reason, rejection.index(), event.vehicle(), content);
  }
}
