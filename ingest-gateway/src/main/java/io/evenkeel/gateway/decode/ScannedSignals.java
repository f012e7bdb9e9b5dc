package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import io.evenkeel.gateway.decode.scan.NumberScanner;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdBytes;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalSpelling;
import io.evenkeel.model.signal.SignalType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one event as they were scanned, in the order received. The arrays keep the names
 * of the event before, which the next event most likely has at the same places. Not thread-safe;
 * one for each body.
 */
final class ScannedSignals {
  // A name without a value.
  private static final byte NOTHING = 0;
  private static final byte NUMBER = 1;
  private static final byte DECIMAL = 2;
  private static final byte TRUE = 3;
  private static final byte FALSE = 4;
  private static final byte TEXT = 5;
  private static final int SORTED_MAX = 64;

  private @Nullable SignalSpelling[] names = new @Nullable SignalSpelling[16];
  private byte[] kinds = new byte[16];
  private byte[] decimals = new byte[16];
  private int[] nameFrom = new int[16];
  private int[] textFrom = new int[16];
  private int[] textTo = new int[16];
  private long[] digits = new long[16];
  private double[] received = new double[16];
  private double[] values = new double[16];
  private int count;
  private int withValue;
  private int unknown;
  // Places in the order of their names, for a number of signals.
  private int[] order = {};

  void clear() {
    count = 0;
    withValue = 0;
    unknown = 0;
  }

  /** Number of names. */
  int count() {
    return count;
  }

  boolean haveValues() {
    return withValue > 0;
  }

  /** The name that the event before had where the next name will be, or null. */
  @Nullable SignalSpelling expected() {
    return count < names.length ? names[count] : null;
  }

  /** Adds a name whose first byte stands at a place. */
  void name(SignalSpelling name, int from) {
    if (count == names.length) {
      grow();
    }
    names[count] = name;
    nameFrom[count] = from;
    kinds[count] = NOTHING;
    count++;
  }

  /** Gives the last name the number that was scanned; false if it is not one of the signal's. */
  boolean number(SignalSpelling name, NumberScanner number) {
    int last = count - 1;
    double value = name.converts() ? name.convert(number.value()) : number.value();
    received[last] = number.value();
    values[last] = value;
    digits[last] = number.digits();
    decimals[last] = (byte) number.decimals();
    kind(name, number.isDecimal() && !name.converts() ? DECIMAL : NUMBER);
    return name.takes(SignalType.NUMBER) && name.isPlausible(value);
  }

  /** The same for a flag. */
  boolean flag(SignalSpelling name, boolean flag) {
    kind(name, flag ? TRUE : FALSE);
    return name.takes(SignalType.BOOLEAN);
  }

  /** The same for a text. */
  boolean text(SignalSpelling name, JsonCursor cursor) {
    textFrom[count - 1] = cursor.textFrom();
    textTo[count - 1] = cursor.textTo();
    kind(name, TEXT);
    return name.takes(SignalType.STRING) && cursor.textLength() <= EventLimits.TEXT_BYTES_MAX;
  }

  /** Gives the values to the event that was begun last: those of the catalogue first. */
  void addTo(VehicleBlockBuilder block, JsonCursor cursor) {
    for (int i = 0; i < count; i++) {
      SignalSpelling name = names[i];
      if (name != null && name.isKnown()) {
        add(i, name, block, cursor);
      }
    }
    for (int i = 0; i < count && unknown > 0; i++) {
      SignalSpelling name = names[i];
      if (name != null && !name.isKnown()) {
        add(i, name, block, cursor);
      }
    }
  }

  /** The identity by content, or null if there are too many signals to sort them here. */
  @Nullable EventId contentId(EventIdBytes ids, JsonCursor cursor) {
    if (count > SORTED_MAX) {
      return null;
    }
    sort();
    ids.beginContent();
    byte[] json = cursor.json();
    for (int i : order) {
      int from = nameFrom[i];
      int to = from + name(i).name().length() - 1;
      switch (kinds[i]) {
        case NUMBER, DECIMAL -> ids.number(json, from, to, received[i]);
        case TRUE -> ids.flag(json, from, to, true);
        case FALSE -> ids.flag(json, from, to, false);
        case TEXT -> ids.text(json, from, to, textFrom[i], textTo[i]);
        default -> {}
      }
    }
    return ids.finish();
  }

  private void add(int i, SignalSpelling name, VehicleBlockBuilder block, JsonCursor cursor) {
    int id = name.signalId();
    String column = name.columnName();
    switch (kinds[i]) {
      case DECIMAL -> block.decimal(id, column, digits[i], decimals[i]);
      case NUMBER -> block.number(id, column, values[i]);
      case TRUE -> block.flag(id, column, true);
      case FALSE -> block.flag(id, column, false);
      case TEXT -> block.text(id, column, cursor.text(textFrom[i], textTo[i]));
      default -> {}
    }
  }

  private void kind(SignalSpelling name, byte kind) {
    kinds[count - 1] = kind;
    withValue++;
    unknown += name.isKnown() ? 0 : 1;
  }

  // By insertion, beginning with the order of the event before: mostly it is the same.
  private void sort() {
    if (order.length != count) {
      order = new int[count];
      Arrays.setAll(order, i -> i);
    }
    for (int sorted = 1; sorted < count; sorted++) {
      int place = order[sorted];
      String name = name(place).text();
      int to = sorted;
      while (to > 0 && name(order[to - 1]).text().compareTo(name) > 0) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = place;
    }
  }

  private SignalSpelling name(int place) {
    SignalSpelling name = names[place];
    if (name == null) {
      throw new IllegalStateException("There is no signal " + place);
    }
    return name;
  }

  private void grow() {
    int size = Math.min(count * 2, EventLimits.SIGNALS_MAX);
    names = Arrays.copyOf(names, size);
    kinds = Arrays.copyOf(kinds, size);
    decimals = Arrays.copyOf(decimals, size);
    nameFrom = Arrays.copyOf(nameFrom, size);
    textFrom = Arrays.copyOf(textFrom, size);
    textTo = Arrays.copyOf(textTo, size);
    digits = Arrays.copyOf(digits, size);
    received = Arrays.copyOf(received, size);
    values = Arrays.copyOf(values, size);
  }
}
