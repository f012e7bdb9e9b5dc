package io.evenkeel.model.record;

import java.util.Arrays;
import java.util.BitSet;

/** Flags, one bit each. */
final class PackedFlags extends PackedColumn {
  private static final int BOOLEANS = 6;
  private static final int BOOLEANS_BITS = 1;

  private long[] bits = new long[1];

  PackedFlags(int signalId, String name) {
    super(FLAGS, signalId, name);
  }

  void add(int event, boolean flag) {
    int place = place(event);
    int word = place / Long.SIZE;
    if (word == bits.length) {
      bits = Arrays.copyOf(bits, word * 2);
    }
    if (flag) {
      bits[word] |= 1L << place;
    }
  }

  @Override
  void add(int event, Column column) {
    add(event, ((Column.Flags) column).values().get(event));
  }

  @Override
  Column unpack(int blockEvents) {
    BitSet dense = new BitSet(blockEvents);
    BitSet events = events();
    int next = 0;
    for (int e = events.nextSetBit(0); e >= 0; e = events.nextSetBit(e + 1)) {
      dense.set(e, (bits[next / Long.SIZE] >>> next & 1) != 0);
      next++;
    }
    return new Column.Flags(key(), Presence.of(blockEvents, events), dense);
  }

  @Override
  void writeValues(WireWriter out) {
    int before = out.size();
    out.bits(bits);
    if (out.size() > before) {
      out.field(BOOLEANS_BITS, before);
    }
    out.field(BOOLEANS, before);
  }
}
