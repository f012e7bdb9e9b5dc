package io.evenkeel.model.record;

import io.evenkeel.model.wire.Booleans;
import java.util.Arrays;
import java.util.BitSet;

/** Columns from their wire form. */
final class ColumnDecoder {
  private ColumnDecoder() {}

  static Column decode(io.evenkeel.model.wire.Column wire, int events)
      throws MalformedRecordException {
    if (wire.getSignal() < 0 || (wire.getSignal() == 0) == wire.getName().isEmpty()) {
      throw new MalformedRecordException("a column has either a catalogue id or a name");
    }
    ColumnKey key = new ColumnKey(wire.getSignal(), wire.getName());
    Presence presence = Presence.fromWire(wire.getPresence(), events);
    return switch (wire.getValuesCase()) {
      case SCALED, RAW ->
          new Column.Numbers(
              key,
              presence,
              spread(NumberDecoder.decode(wire, presence.count()), presence, events));
      case BOOLEANS ->
          new Column.Flags(key, presence, decodeFlags(wire.getBooleans(), presence, events));
      case TEXTS -> new Column.Texts(key, presence, decodeTexts(wire.getTexts(), presence, events));
      case VALUES_NOT_SET -> throw new MalformedRecordException("a column has no values");
    };
  }

  private static double[] spread(double[] present, Presence presence, int events) {
    if (present.length == events) {
      return present;
    }
    double[] dense = new double[events];
    int next = 0;
    for (int e = presence.next(0); e >= 0; e = presence.next(e + 1)) {
      dense[e] = present[next++];
    }
    return dense;
  }

  private static BitSet decodeFlags(Booleans wire, Presence presence, int events)
      throws MalformedRecordException {
    BitSet bits = BitSet.valueOf(wire.getBits().asReadOnlyByteBuffer());
    if (bits.length() > presence.count()) {
      throw new MalformedRecordException("a column has more booleans than events");
    }
    BitSet dense = new BitSet(events);
    int next = 0;
    for (int e = presence.next(0); e >= 0; e = presence.next(e + 1)) {
      dense.set(e, bits.get(next++));
    }
    return dense;
  }

  private static String[] decodeTexts(
      io.evenkeel.model.wire.Texts wire, Presence presence, int events)
      throws MalformedRecordException {
    if (wire.getIndexCount() != presence.count()) {
      throw new MalformedRecordException("a column's texts and events differ in number");
    }
    String[] dense = new String[events];
    Arrays.fill(dense, "");
    int next = 0;
    for (int e = presence.next(0); e >= 0; e = presence.next(e + 1)) {
      int index = wire.getIndex(next++);
      if (index < 0 || index >= wire.getDistinctCount()) {
        throw new MalformedRecordException("a column names a text that it does not hold");
      }
      dense[e] = wire.getDistinct(index);
    }
    return dense;
  }
}
