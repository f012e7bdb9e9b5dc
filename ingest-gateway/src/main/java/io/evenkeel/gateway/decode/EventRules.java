package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Rejection;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import org.jspecify.annotations.Nullable;

/** The rules that make a draft an event. Immutable. */
final class EventRules {
  private final EventTimes times;

  EventRules(DecodeConfig config) {
    this.times = new EventTimes(config);
  }

  /**
   * Judges one event.
   *
   * @param batchVehicle the vehicle of events that name none, or null
   */
  Verdict judge(EventDraft draft, @Nullable String batchVehicle, SendingRights rights) {
    if (draft.rejection() == null) {
      Event event = tryEvent(draft, batchVehicle, rights);
      if (event != null) {
        return new Valid(new AcceptedEvent(draft.index(), draft.id, event));
      }
    }
    Rejection rejection = draft.rejection();
    if (rejection == null) {
      throw new IllegalStateException("An event was neither made nor rejected");
    }
    return new Invalid(rejection);
  }

  // Null after a rule has rejected the draft; the first broken rule is the one reported.
  private @Nullable Event tryEvent(
      EventDraft draft, @Nullable String batchVehicle, SendingRights rights) {
    String vehicle = vehicle(draft, batchVehicle, rights);
    Long time = draft.rejection() == null ? times.timeMillis(draft, rights) : null;
    EventIdentity identity = draft.rejection() == null ? identity(draft) : null;
    SignalMapper.Mapped signals =
        draft.rejection() == null ? SignalMapper.map(draft, rights.mapping()) : null;
    return vehicle == null || time == null || identity == null || signals == null
        ? null
        : new Event(vehicle, time, identity, signals.known(), signals.extras());
  }

  private static @Nullable String vehicle(
      EventDraft draft, @Nullable String batchVehicle, SendingRights rights) {
    String vehicle = draft.vehicle != null ? draft.vehicle : batchVehicle;
    if (vehicle == null) {
      draft.reject(
          ErrorCode.VEHICLE_MISSING, "Name the vehicle on the event or once on the batch.");
    } else if (!isVehicle(vehicle)) {
      draft.reject(
          ErrorCode.VEHICLE_INVALID,
          EventMember.VEHICLE,
          "A vehicle's name has 1 to 64 characters, no control characters and no /.");
    } else if (!rights.allowsVehicle(vehicle)) {
      draft.reject(
          ErrorCode.VEHICLE_NOT_ALLOWED,
          EventMember.VEHICLE,
          "The API key is bound to one vehicle, not this one.");
    }
    return vehicle;
  }

  /** Whether events may be of a vehicle. */
  static boolean allows(String vehicle, SendingRights rights) {
    return isVehicle(vehicle) && rights.allowsVehicle(vehicle);
  }

  // The slash separates tenant and vehicle where the partition is chosen.
  private static boolean isVehicle(String name) {
    return Texts.hasChars(name, 1, EventLimits.VEHICLE_CHARS_MAX)
        && Texts.isPlain(name)
        && name.indexOf('/') < 0;
  }

  private static @Nullable EventIdentity identity(EventDraft draft) {
    if (draft.seq != null) {
      return sequence(draft, draft.seq);
    }
    if (draft.session != null) {
      return invalidIdentity(draft, EventMember.SESSION, "A session goes with a seq.");
    }
    if (draft.id != null) {
      return draft.quotableId() == null
          ? invalidIdentity(
              draft,
              EventMember.ID,
              "An id has 1 to 64 characters, none of them a control character.")
          : new EventIdentity.Hashed(EventId.ofId(draft.id));
    }
    return new EventIdentity.Hashed(EventId.ofContent(draft.signals()));
  }

  private static @Nullable EventIdentity sequence(EventDraft draft, long seq) {
    String session = draft.session == null ? "" : draft.session;
    if (draft.id != null) {
      return invalidIdentity(draft, EventMember.ID, "An event has a seq or an id, not both.");
    }
    if (seq < 0) {
      return invalidIdentity(draft, EventMember.SEQ, "A seq is 0 or greater.");
    }
    if (!Texts.hasChars(session, 0, EventLimits.SESSION_CHARS_MAX) || !Texts.isPlain(session)) {
      return invalidIdentity(
          draft,
          EventMember.SESSION,
          "A session has up to 64 characters, none of them a control character.");
    }
    return new EventIdentity.Sequence(session, seq);
  }

  private static @Nullable EventIdentity invalidIdentity(
      EventDraft draft, EventMember member, String detail) {
    draft.reject(ErrorCode.IDENTITY_INVALID, member, detail);
    return null;
  }

  /** What the rules say of one event. */
  sealed interface Verdict {}

  /** It is one. */
  record Valid(AcceptedEvent event) implements Verdict {}

  /** It is none, for this reason. */
  record Invalid(Rejection rejection) implements Verdict {}
}
