package io.evenkeel.model.record;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, each distinct one once and the places of its repeats. */
final class PackedTexts extends PackedColumn {
  private static final int LOOKED_THROUGH_MAX = 8;
  private static final int TEXTS_FIELD = 7;
  private static final int TEXTS_DISTINCT = 1;
  private static final int TEXTS_INDEX = 2;

  private String[] distinct = new String[2];
  private int distinctCount;
  private int[] indexes = new int[8];
  // Only for more texts than are looked through.
  private @Nullable Map<String, Integer> places;

  PackedTexts(int signalId, String name) {
    super(TEXTS, signalId, name);
  }

  void add(int event, String text) {
    int place = place(event);
    if (place == indexes.length) {
      indexes = Arrays.copyOf(indexes, place * 2);
    }
    // States mostly stay as they are.
    indexes[place] =
        place > 0 && distinct[indexes[place - 1]].equals(text) ? indexes[place - 1] : indexOf(text);
  }

  @Override
  void add(int event, Column column) {
    add(event, ((Column.Texts) column).values()[event]);
  }

  @Override
  Column unpack(int blockEvents) {
    String[] dense = new String[blockEvents];
    Arrays.fill(dense, "");
    BitSet events = events();
    int next = 0;
    for (int e = events.nextSetBit(0); e >= 0; e = events.nextSetBit(e + 1)) {
      dense[e] = distinct[indexes[next++]];
    }
    return new Column.Texts(key(), Presence.of(blockEvents, events), dense);
  }

  @Override
  void writeValues(WireWriter out) {
    int before = out.size();
    for (int i = count() - 1; i >= 0; i--) {
      out.varint(indexes[i]);
    }
    if (count() > 0) {
      out.field(TEXTS_INDEX, before);
    }
    for (int i = distinctCount - 1; i >= 0; i--) {
      out.textAlways(TEXTS_DISTINCT, distinct[i]);
    }
    out.field(TEXTS_FIELD, before);
  }

  private int indexOf(String text) {
    Integer known = known(text);
    if (known != null) {
      return known;
    }
    if (distinctCount == distinct.length) {
      distinct = Arrays.copyOf(distinct, distinctCount * 2);
    }
    distinct[distinctCount] = text;
    return distinctCount++;
  }

  private @Nullable Integer known(String text) {
    if (distinctCount >= LOOKED_THROUGH_MAX) {
      return places().putIfAbsent(text, distinctCount);
    }
    for (int i = 0; i < distinctCount; i++) {
      if (distinct[i].equals(text)) {
        return i;
      }
    }
    return null;
  }

  private Map<String, Integer> places() {
    if (places == null) {
      places = new HashMap<>();
      for (int i = 0; i < distinctCount; i++) {
        places.put(distinct[i], i);
      }
    }
    return places;
  }
}
