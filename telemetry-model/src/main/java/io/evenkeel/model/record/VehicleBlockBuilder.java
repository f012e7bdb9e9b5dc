package io.evenkeel.model.record;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns events of one vehicle into a block. Not thread-safe; used for one block. */
public final class VehicleBlockBuilder {
  private final String vehicle;
  private final List<EventIdentity> identities = new ArrayList<>();
  private final Map<TypedKey, ColumnBuilder> columns = new LinkedHashMap<>();
  private long[] times = new long[16];

  public VehicleBlockBuilder(String vehicle) {
    this.vehicle = vehicle;
  }

  /** Adds an event. Its vehicle must be this block's. */
  public VehicleBlockBuilder add(Event event) {
    if (!event.vehicle().equals(vehicle)) {
      throw new IllegalArgumentException("An event of another vehicle was added to a block");
    }
    int index = identities.size();
    if (index == times.length) {
      times = Arrays.copyOf(times, index * 2);
    }
    times[index] = event.timeMillis();
    identities.add(event.identity());
    for (MappedSignal signal : event.signals()) {
      put(index, ColumnKey.known(signal.signalId()), signal.value());
    }
    for (ReceivedSignal extra : event.extras()) {
      put(index, ColumnKey.unknown(extra.name()), extra.value());
    }
    return this;
  }

  /** Number of events added. */
  public int size() {
    return identities.size();
  }

  /** The block of all events added, at least one. */
  public VehicleBlock build() {
    if (identities.isEmpty()) {
      throw new IllegalStateException("A block has at least one event");
    }
    int events = identities.size();
    return new VehicleBlock(
        vehicle,
        Arrays.copyOf(times, events),
        Identities.of(identities),
        columns.values().stream().map(column -> column.build(events)).toList());
  }

  private void put(int event, ColumnKey key, SignalValue value) {
    TypedKey typed = new TypedKey(key, value.getClass());
    columns.computeIfAbsent(typed, k -> new ColumnBuilder(key)).put(event, value);
  }

  // An unknown signal may be a number in one event and a text in the next: each type is a column of
  // its own.
  private record TypedKey(ColumnKey key, Class<?> type) {}

  private static final class ColumnBuilder {
    private final ColumnKey key;
    private final BitSet present = new BitSet();
    private final List<SignalValue> values = new ArrayList<>();

    ColumnBuilder(ColumnKey key) {
      this.key = key;
    }

    void put(int event, SignalValue value) {
      if (present.get(event)) {
        throw new IllegalArgumentException("An event carries two values of one signal");
      }
      present.set(event);
      values.add(value);
    }

    Column build(int events) {
      Presence presence = Presence.of(events, present);
      return switch (values.getFirst()) {
        case SignalValue.Numeric n -> new Column.Numbers(key, presence, numbers(events));
        case SignalValue.Flag f -> new Column.Flags(key, presence, flags(events));
        case SignalValue.Text t -> new Column.Texts(key, presence, texts(events));
      };
    }

    private double[] numbers(int events) {
      double[] dense = new double[events];
      int next = 0;
      for (int e = present.nextSetBit(0); e >= 0; e = present.nextSetBit(e + 1)) {
        dense[e] = ((SignalValue.Numeric) values.get(next++)).number();
      }
      return dense;
    }

    private BitSet flags(int events) {
      BitSet dense = new BitSet(events);
      int next = 0;
      for (int e = present.nextSetBit(0); e >= 0; e = present.nextSetBit(e + 1)) {
        dense.set(e, ((SignalValue.Flag) values.get(next++)).flag());
      }
      return dense;
    }

    private String[] texts(int events) {
      String[] dense = new String[events];
      Arrays.fill(dense, "");
      int next = 0;
      for (int e = present.nextSetBit(0); e >= 0; e = present.nextSetBit(e + 1)) {
        dense[e] = ((SignalValue.Text) values.get(next++)).text();
      }
      return dense;
    }
  }
}
