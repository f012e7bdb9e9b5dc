package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.event.ReceivedSignal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event as far as it was read: its members have the right JSON types, and nothing else is known
 * about them yet. Filled by {@link EventReader}, judged by {@link EventRules}. Not thread-safe.
 */
final class EventDraft {
  private final int index;
  private final Set<EventMember> seen = EnumSet.noneOf(EventMember.class);
  private final List<ReceivedSignal> signals = new ArrayList<>();
  @Nullable String vehicle;
  @Nullable String timeText;
  @Nullable Long timeMillis;
  @Nullable Long ageMillis;
  @Nullable Long seq;
  @Nullable String session;
  @Nullable String id;
  private @Nullable Rejection rejection;

  EventDraft(int index) {
    this.index = index;
  }

  static EventDraft rejected(int index, ErrorCode code, String detail) {
    EventDraft draft = new EventDraft(index);
    draft.reject(code, detail);
    return draft;
  }

  /** Place in the batch. */
  int index() {
    return index;
  }

  /** Notes that a member was read; false if it was already. */
  boolean see(EventMember member) {
    return seen.add(member);
  }

  void addSignal(ReceivedSignal signal) {
    signals.add(signal);
  }

  /** Names and values as received, without nulls; no name twice. */
  List<ReceivedSignal> signals() {
    return signals;
  }

  /** Ends the event with a reason; only the first counts. */
  void reject(ErrorCode code, String detail) {
    if (rejection == null) {
      rejection = new Rejection(index, quotableId(), code, detail);
    }
  }

  @Nullable Rejection rejection() {
    return rejection;
  }

  /** The event's own id, if it is one that a reply can repeat. */
  @Nullable String quotableId() {
    String own = id;
    return own != null && Texts.hasChars(own, 1, EventLimits.ID_CHARS_MAX) && Texts.isPlain(own)
        ? own
        : null;
  }
}
