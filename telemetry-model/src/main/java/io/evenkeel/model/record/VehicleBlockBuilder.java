package io.evenkeel.model.record;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of one vehicle into a block. An event is added as a whole, or begun with {@link
 * #beginSequence} or {@link #beginHashed} and then given its values one by one, known signals
 * before unknown ones. A signal is named by its id in the catalogue, or by 0 and its name. Not
 * thread-safe; used for one block.
 */
public final class VehicleBlockBuilder {
  // Ids of catalogue signals are small and dense; any other is looked up like a name.
  private static final int DENSE_IDS = 1_024;

  private final String vehicle;
  private long[] times = new long[8];
  private @Nullable String[] sessions = new @Nullable String[8];
  private long[] high = new long[8];
  private long[] low = new long[8];
  private int events;
  private PackedColumn[] columns = new PackedColumn[16];
  private int columnCount;
  private @Nullable PackedColumn[] byId = new @Nullable PackedColumn[72];
  private @Nullable Map<TypedName, PackedColumn> byName;

  public VehicleBlockBuilder(String vehicle) {
    this.vehicle = vehicle;
  }

  /** Adds an event. Its vehicle must be this block's. */
  public VehicleBlockBuilder add(Event event) {
    if (!event.vehicle().equals(vehicle)) {
      throw new IllegalArgumentException("An event of another vehicle was added to a block");
    }
    switch (event.identity()) {
      case EventIdentity.Sequence(String session, long seq) ->
          beginSequence(event.timeMillis(), session, seq);
      case EventIdentity.Hashed(EventId id) -> beginHashed(event.timeMillis(), id);
    }
    for (MappedSignal signal : event.signals()) {
      put(signal.signalId(), "", signal.value());
    }
    for (ReceivedSignal extra : event.extras()) {
      put(0, extra.name(), extra.value());
    }
    return this;
  }

  /** Begins an event that the device counts. */
  public void beginSequence(long timeMillis, String session, long seq) {
    int event = begin(timeMillis);
    sessions[event] = session;
    high[event] = seq;
  }

  /** Begins an event with a hashed identity. */
  public void beginHashed(long timeMillis, EventId id) {
    int event = begin(timeMillis);
    high[event] = id.high();
    low[event] = id.low();
  }

  /** Gives the event a number, never NaN or an infinity. */
  public void number(int signalId, String name, double value) {
    numbers(signalId, name).addDouble(events - 1, value);
  }

  /**
   * Gives the event the number {@code integer / 10^decimals}; the same as the double nearest to it,
   * only cheaper.
   *
   * @param integer between -2^50 and 2^50, exclusive
   * @param decimals 0 to 15
   */
  public void decimal(int signalId, String name, long integer, int decimals) {
    numbers(signalId, name).addDecimal(events - 1, integer, decimals);
  }

  /** Gives the event a flag. */
  public void flag(int signalId, String name, boolean value) {
    ((PackedFlags) column(signalId, name, PackedColumn.FLAGS)).add(events - 1, value);
  }

  /** Gives the event a text. */
  public void text(int signalId, String name, String value) {
    ((PackedTexts) column(signalId, name, PackedColumn.TEXTS)).add(events - 1, value);
  }

  /** Number of events added. */
  public int size() {
    return events;
  }

  /** The block of all events added, at least one. The builder is not used again. */
  public VehicleBlock build() {
    if (events == 0) {
      throw new IllegalStateException("A block has at least one event");
    }
    return new VehicleBlock(
        vehicle,
        Arrays.copyOf(times, events),
        new Identities(
            Arrays.copyOf(sessions, events),
            Arrays.copyOf(high, events),
            Arrays.copyOf(low, events)),
        Arrays.copyOf(columns, columnCount));
  }

  private int begin(long timeMillis) {
    if (events == times.length) {
      times = Arrays.copyOf(times, events * 2);
      sessions = Arrays.copyOf(sessions, events * 2);
      high = Arrays.copyOf(high, events * 2);
      low = Arrays.copyOf(low, events * 2);
    }
    times[events] = timeMillis;
    return events++;
  }

  private void put(int signalId, String name, SignalValue value) {
    switch (value) {
      case SignalValue.Numeric(double number) -> number(signalId, name, number);
      case SignalValue.Flag(boolean flag) -> flag(signalId, name, flag);
      case SignalValue.Text(String text) -> text(signalId, name, text);
    }
  }

  private PackedNumbers numbers(int signalId, String name) {
    return (PackedNumbers) column(signalId, name, PackedColumn.NUMBERS);
  }

  private PackedColumn column(int signalId, String name, int type) {
    if (signalId <= 0 || signalId >= DENSE_IDS) {
      return columnByName(signalId, name, type);
    }
    if (signalId >= byId.length) {
      byId = Arrays.copyOf(byId, Math.max(signalId + 1, byId.length * 2));
    }
    PackedColumn column = byId[signalId];
    if (column == null) {
      column = newColumn(signalId, name, type);
      byId[signalId] = column;
    }
    // A catalogue signal has one type, but nothing here depends on it.
    return column.type() == type ? column : columnByName(signalId, name, type);
  }

  private PackedColumn columnByName(int signalId, String name, int type) {
    if (byName == null) {
      byName = new HashMap<>();
    }
    TypedName key = new TypedName(signalId, name, type);
    PackedColumn column = byName.get(key);
    if (column == null) {
      column = newColumn(signalId, name, type);
      byName.put(key, column);
    }
    return column;
  }

  private PackedColumn newColumn(int signalId, String name, int type) {
    if (columnCount == columns.length) {
      columns = Arrays.copyOf(columns, columnCount * 2);
    }
    PackedColumn column =
        switch (type) {
          case PackedColumn.NUMBERS -> new PackedNumbers(signalId, name);
          case PackedColumn.FLAGS -> new PackedFlags(signalId, name);
          default -> new PackedTexts(signalId, name);
        };
    columns[columnCount++] = column;
    return column;
  }

  // An unknown signal may be a number in one event and a text in the next: each type is a column of
  // its own.
  private record TypedName(int signalId, String name, int type) {}
}
