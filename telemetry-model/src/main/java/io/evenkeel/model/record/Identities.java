package io.evenkeel.model.record;

import io.evenkeel.model.event.EventId;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The identities of a block's events, in order. Immutable. */
public final class Identities {
  // For a sequence: its session, and seq in high. For a hash: null, and the two halves.
  private final @Nullable String[] sessions;
  private final long[] high;
  private final long[] low;

  Identities(@Nullable String[] sessions, long[] high, long[] low) {
    this.sessions = sessions;
    this.high = high;
    this.low = low;
  }

  /** Number of events. */
  public int size() {
    return high.length;
  }

  /**
   * The session of an event that is identified by the device's counter, or null for a hashed
   * identity.
   */
  public @Nullable String session(int event) {
    return sessions[event];
  }

  /** The device's counter; only where {@link #session} is not null. */
  public long seq(int event) {
    return high[event];
  }

  /** The first half of a hashed identity; only where {@link #session} is null. */
  long high(int event) {
    return high[event];
  }

  /** The second half. */
  long low(int event) {
    return low[event];
  }

  /** The id under which the event is stored; computed from the counter where there is one. */
  public EventId eventId(int event) {
    String session = sessions[event];
    return session == null
        ? new EventId(high[event], low[event])
        : EventId.ofSequence(session, high[event]);
  }

  /** Whether two events of the block carry the same identity. */
  public boolean same(int event, int other) {
    String session = sessions[event];
    return high[event] == high[other]
        && low[event] == low[other]
        && (session == null ? sessions[other] == null : session.equals(sessions[other]));
  }

  Identities select(BitSet kept) {
    int size = kept.cardinality();
    Identities selected =
        new Identities(new @Nullable String[size], new long[size], new long[size]);
    int target = 0;
    for (int event = kept.nextSetBit(0); event >= 0; event = kept.nextSetBit(event + 1)) {
      selected.sessions[target] = sessions[event];
      selected.high[target] = high[event];
      selected.low[target] = low[event];
      target++;
    }
    return selected;
  }
}
