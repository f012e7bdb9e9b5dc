package io.evenkeel.model.record;

import io.evenkeel.model.event.SignalValue;
import java.util.BitSet;

/**
 * The values of one signal in a block, one slot for each event; slots of events without a value are
 * meaningless. Immutable; the arrays are shared, callers do not write to them.
 */
public sealed interface Column {
  /** The signal. */
  ColumnKey key();

  /** Which events carry a value. */
  Presence presence();

  /** The value of an event that carries one. */
  SignalValue value(int event);

  /** The same column in a block of only the kept events. */
  Column select(BitSet kept);

  /** Numbers. */
  @SuppressWarnings(
      "ArrayRecordComponent") // shared on purpose: a block is read many times and never written
  record Numbers(ColumnKey key, Presence presence, double[] values) implements Column {
    @Override
    public SignalValue value(int event) {
      return new SignalValue.Numeric(values[event]);
    }

    @Override
    public Column select(BitSet kept) {
      return new Numbers(
          key, presence.select(kept), kept.stream().mapToDouble(i -> values[i]).toArray());
    }
  }

  /** Yes or no. */
  record Flags(ColumnKey key, Presence presence, BitSet values) implements Column {
    @Override
    public SignalValue value(int event) {
      return new SignalValue.Flag(values.get(event));
    }

    @Override
    public Column select(BitSet kept) {
      BitSet selected = new BitSet();
      int target = 0;
      for (int event = kept.nextSetBit(0); event >= 0; event = kept.nextSetBit(event + 1)) {
        selected.set(target++, values.get(event));
      }
      return new Flags(key, presence.select(kept), selected);
    }
  }

  /** Texts. */
  @SuppressWarnings(
      "ArrayRecordComponent") // shared on purpose: a block is read many times and never written
  record Texts(ColumnKey key, Presence presence, String[] values) implements Column {
    @Override
    public SignalValue value(int event) {
      return new SignalValue.Text(values[event]);
    }

    @Override
    public Column select(BitSet kept) {
      return new Texts(
          key,
          presence.select(kept),
          kept.stream().mapToObj(i -> values[i]).toArray(String[]::new));
    }
  }
}
