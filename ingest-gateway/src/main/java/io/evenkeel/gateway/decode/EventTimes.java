package io.evenkeel.gateway.decode;

import com.ethlo.time.ITU;
import io.evenkeel.gateway.problem.ErrorCode;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rules for an event's time: either {@code time} or {@code age_ms}, and within the bounds of
 * its lane. Immutable.
 */
final class EventTimes {
  private static final int SECONDS_COLON_AT = "yyyy-mm-ddThh:mm".length();

  private final DecodeConfig config;

  EventTimes(DecodeConfig config) {
    this.config = config;
  }

  /** The event time, Unix milliseconds, or null after the draft was rejected. */
  @Nullable Long timeMillis(EventDraft draft, SendingRights rights) {
    Long time = statedMillis(draft, rights.nowMillis());
    if (time == null) {
      return null;
    }
    Duration ageMax = config.ageMax(rights.lane());
    if (time > rights.nowMillis() + config.aheadMax().toMillis()) {
      draft.reject(
          ErrorCode.EVENT_TIME_IN_FUTURE,
          timeMember(draft),
          "The event's time is more than " + words(config.aheadMax()) + " ahead of the gateway's.");
    } else if (time < rights.nowMillis() - ageMax.toMillis()) {
      draft.reject(
          ErrorCode.EVENT_TIME_TOO_OLD,
          timeMember(draft),
          "The event's time is more than "
              + words(ageMax)
              + " back, the limit of the "
              + rights.lane().id()
              + " lane.");
    }
    return time;
  }

  private static @Nullable Long statedMillis(EventDraft draft, long nowMillis) {
    boolean hasTime = draft.timeText != null || draft.timeMillis != null;
    if (draft.ageMillis != null) {
      return hasTime
          ? invalid(draft, EventMember.AGE, "An event has a time or an age_ms, not both.")
          : byAge(draft, draft.ageMillis, nowMillis);
    }
    if (draft.timeText != null) {
      return parse(draft, draft.timeText);
    }
    if (draft.timeMillis == null) {
      draft.reject(ErrorCode.TIME_MISSING, "Give time, or age_ms from a device that has no clock.");
    }
    return draft.timeMillis;
  }

  private static @Nullable Long byAge(EventDraft draft, long ageMillis, long nowMillis) {
    if (ageMillis < 0) {
      return invalid(draft, EventMember.AGE, "An age_ms is 0 or greater.");
    }
    // No overflow: both are 0 or greater.
    return nowMillis - ageMillis;
  }

  private static @Nullable Long parse(EventDraft draft, String text) {
    try {
      ParsePosition end = new ParsePosition(0);
      long millis = ITU.parseDateTime(text, end).toInstant().toEpochMilli();
      // The parser stops at the end of the time, whatever follows, and lets seconds be left out.
      boolean whole = end.getIndex() == text.length() && text.charAt(SECONDS_COLON_AT) == ':';
      return whole ? Long.valueOf(millis) : notRfc3339(draft);
    } catch (DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
      return notRfc3339(draft);
    }
  }

  private static @Nullable Long notRfc3339(EventDraft draft) {
    return invalid(
        draft, EventMember.TIME, "The time is not RFC 3339, such as 2026-05-04T03:02:01.000Z.");
  }

  private static @Nullable Long invalid(EventDraft draft, EventMember member, String detail) {
    draft.reject(ErrorCode.TIME_INVALID, member, detail);
    return null;
  }

  private static EventMember timeMember(EventDraft draft) {
    return draft.ageMillis != null ? EventMember.AGE : EventMember.TIME;
  }

  private static String words(Duration limit) {
    if (limit.toDays() >= 2) {
      return limit.toDays() + " days";
    }
    return limit.toMinutes() >= 2 ? limit.toMinutes() + " minutes" : limit.toMillis() + " ms";
  }
}
