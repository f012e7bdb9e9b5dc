package io.evenkeel.model.record;

import com.google.protobuf.ByteString;
import java.util.BitSet;

/** Which events of a block carry a value. Immutable. */
public final class Presence {
  private final int events;
  private final BitSet present;

  private Presence(int events, BitSet present) {
    this.events = events;
    this.present = present;
  }

  /**
   * Presence in a block of {@code events} events.
   *
   * @param present the events that carry a value; copied
   */
  public static Presence of(int events, BitSet present) {
    if (present.length() > events) {
      throw new IllegalArgumentException(
          "Presence names event " + (present.length() - 1) + " of a block of " + events);
    }
    return new Presence(events, (BitSet) present.clone());
  }

  /** Number of events in the block. */
  int events() {
    return events;
  }

  /** Whether this event carries a value. */
  public boolean has(int event) {
    return present.get(event);
  }

  /** How many events carry a value. */
  public int count() {
    return present.cardinality();
  }

  /** The first event at or after {@code from} that carries a value, or -1. */
  public int next(int from) {
    return present.nextSetBit(from);
  }

  /** The same column in a block of only the kept events. */
  Presence select(BitSet kept) {
    BitSet selected = new BitSet(events);
    int target = 0;
    for (int event = kept.nextSetBit(0); event >= 0; event = kept.nextSetBit(event + 1)) {
      selected.set(target++, present.get(event));
    }
    return new Presence(target, selected);
  }

  static Presence fromWire(ByteString wire, int events) throws MalformedRecordException {
    BitSet present = new BitSet(events);
    if (wire.isEmpty()) {
      present.set(0, events);
    } else {
      present = BitSet.valueOf(wire.asReadOnlyByteBuffer());
    }
    if (present.length() > events) {
      throw new MalformedRecordException("a column names an event beyond its block");
    }
    return new Presence(events, present);
  }
}
