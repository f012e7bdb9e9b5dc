package io.evenkeel.model.event;

/** What makes an event itself, beside its vehicle and its event time. */
public sealed interface EventIdentity {
  /** The id under which the event is stored. */
  EventId eventId();

  /**
   * The device's counter.
   *
   * @param session boot id of the device, empty if it sends none
   * @param seq 0 or greater
   */
  record Sequence(String session, long seq) implements EventIdentity {
    public Sequence {
      if (seq < 0) {
        throw new IllegalArgumentException("seq must be 0 or greater, was " + seq);
      }
    }

    @Override
    public EventId eventId() {
      return EventId.ofSequence(session, seq);
    }
  }

  /** A hash of an id that the device chose, or of the event's content. */
  record Hashed(EventId eventId) implements EventIdentity {}
}
