package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.event.ReceivedSignal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
  private @Nullable String faultyName;
  private @Nullable Map<EventMember, String> aliased;
  private int from;
  private int to;

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

  /** Says where the event stands in the body: from an offset, to the one behind its end. */
  void stands(int fromOffset, int toOffset) {
    from = fromOffset;
    to = toOffset;
  }

  /** The event's bytes in the body. */
  Original original(byte[] body) {
    return new Original(body, from, to);
  }

  /**
   * Notes that a member was read; false if it was already.
   *
   * @param name the name under which it was received
   */
  boolean see(EventMember member, String name) {
    boolean first = seen.add(member);
    if (first && !name.equals(member.json())) {
      noteAlias(member, name);
    }
    return first;
  }

  /** The name under which a member was received, its own if it was not. */
  String nameOf(EventMember member) {
    return aliased == null ? member.json() : aliased.getOrDefault(member, member.json());
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

  /** The same where one member or signal is wrong, named as it was received. */
  void reject(ErrorCode code, String name, String detail) {
    if (rejection == null) {
      faultyName = name;
      reject(code, detail);
    }
  }

  /** The same for a member that means something. */
  void reject(ErrorCode code, EventMember member, String detail) {
    reject(code, nameOf(member), detail);
  }

  @Nullable Rejection rejection() {
    return rejection;
  }

  /** The member or signal that was wrong, as received, or null if it was none in particular. */
  @Nullable String faultyName() {
    return faultyName;
  }

  /** The event's own id, if it is one that a reply can repeat. */
  @Nullable String quotableId() {
    String own = id;
    return own != null && Texts.hasChars(own, 1, EventLimits.ID_CHARS_MAX) && Texts.isPlain(own)
        ? own
        : null;
  }

  // Hardly any event has an alias: no map for those that have none.
  private void noteAlias(EventMember member, String name) {
    if (aliased == null) {
      aliased = new EnumMap<>(EventMember.class);
    }
    aliased.put(member, name);
  }
}
