package io.evenkeel.model.record;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one signal in a block as they are collected and encoded: only those that are there,
 * one after the other. Filled by one thread, then shared and never written again.
 */
abstract sealed class PackedColumn permits PackedNumbers, PackedFlags, PackedTexts {
  static final int NUMBERS = 0;
  static final int FLAGS = 1;
  static final int TEXTS = 2;

  private static final int SIGNAL = 1;
  private static final int NAME = 2;
  private static final int PRESENCE = 3;

  private final int type;
  private final int signalId;
  private final String name;
  private int count;
  // Null as long as the first `count` events carry a value and no other does.
  private long @Nullable [] present;

  PackedColumn(int type, int signalId, String name) {
    this.type = type;
    this.signalId = signalId;
    this.name = name;
  }

  static PackedColumn of(Column column) {
    ColumnKey key = column.key();
    PackedColumn packed =
        switch (column) {
          case Column.Numbers n -> new PackedNumbers(key.signalId(), key.name());
          case Column.Flags f -> new PackedFlags(key.signalId(), key.name());
          case Column.Texts t -> new PackedTexts(key.signalId(), key.name());
        };
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      packed.add(e, column);
    }
    return packed;
  }

  /** {@link #NUMBERS}, {@link #FLAGS} or {@link #TEXTS}. */
  final int type() {
    return type;
  }

  final int count() {
    return count;
  }

  final ColumnKey key() {
    return new ColumnKey(signalId, name);
  }

  /** Notes that an event carries a value, and gives the place for it. */
  final int place(int event) {
    if (present == null && event == count) {
      return count++;
    }
    return placeBehindGap(event);
  }

  /** The events that carry a value. */
  final BitSet events() {
    if (present != null) {
      return BitSet.valueOf(present);
    }
    BitSet events = new BitSet(count);
    events.set(0, count);
    return events;
  }

  /** Writes the column, without its own field. */
  final void write(WireWriter out, int blockEvents) {
    writeValues(out);
    int before = out.size();
    if (count < blockEvents) {
      out.bits(present == null ? prefix(count) : present);
    }
    if (out.size() > before) {
      out.field(PRESENCE, before);
    }
    out.text(NAME, name);
    out.number(SIGNAL, signalId);
  }

  /** The column for reading. */
  abstract Column unpack(int blockEvents);

  abstract void writeValues(WireWriter out);

  /** Adds the value that another column has for an event. */
  abstract void add(int event, Column column);

  private int placeBehindGap(int event) {
    if (present == null) {
      present = prefix(count);
    }
    int word = event / Long.SIZE;
    if (word >= present.length) {
      present = Arrays.copyOf(present, Math.max(word + 1, present.length * 2));
    }
    if ((present[word] >>> event & 1) != 0) {
      throw new IllegalArgumentException("An event carries two values of one signal");
    }
    present[word] |= 1L << event;
    return count++;
  }

  private static long[] prefix(int bits) {
    BitSet set = new BitSet();
    set.set(0, bits);
    long[] words = set.toLongArray();
    return words.length == 0 ? new long[1] : words;
  }
}
