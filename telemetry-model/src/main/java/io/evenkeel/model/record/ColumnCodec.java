package io.evenkeel.model.record;

import com.google.protobuf.ByteString;
import io.evenkeel.model.wire.Booleans;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Columns to and from their wire form. */
final class ColumnCodec {
  private ColumnCodec() {}

  static io.evenkeel.model.wire.Column encode(Column column) {
    var wire =
        io.evenkeel.model.wire.Column.newBuilder()
            .setSignal(column.key().signalId())
            .setName(column.key().name())
            .setPresence(column.presence().toWire());
    switch (column) {
      case Column.Numbers numbers -> NumberCodec.encode(presentNumbers(numbers), wire);
      case Column.Flags flags -> wire.setBooleans(encodeFlags(flags));
      case Column.Texts texts -> wire.setTexts(encodeTexts(texts));
    }
    return wire.build();
  }

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
              key, presence, spread(NumberCodec.decode(wire, presence.count()), presence, events));
      case BOOLEANS ->
          new Column.Flags(key, presence, decodeFlags(wire.getBooleans(), presence, events));
      case TEXTS -> new Column.Texts(key, presence, decodeTexts(wire.getTexts(), presence, events));
      case VALUES_NOT_SET -> throw new MalformedRecordException("a column has no values");
    };
  }

  private static double[] presentNumbers(Column.Numbers column) {
    double[] present = new double[column.presence().count()];
    int next = 0;
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      present[next++] = column.values()[e];
    }
    return present;
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

  private static Booleans encodeFlags(Column.Flags column) {
    BitSet bits = new BitSet();
    int next = 0;
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      bits.set(next++, column.values().get(e));
    }
    return Booleans.newBuilder().setBits(ByteString.copyFrom(bits.toByteArray())).build();
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

  private static io.evenkeel.model.wire.Texts encodeTexts(Column.Texts column) {
    Map<String, Integer> distinct = new LinkedHashMap<>();
    var wire = io.evenkeel.model.wire.Texts.newBuilder();
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      wire.addIndex(distinct.computeIfAbsent(column.values()[e], text -> distinct.size()));
    }
    return wire.addAllDistinct(distinct.keySet()).build();
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
