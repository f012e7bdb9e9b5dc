package io.evenkeel.model.minute;

import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An open minute of one vehicle. Not thread-safe. */
public final class MinuteAccumulator {
  private final SignalCatalogue catalogue;
  private final long minute;
  private final SortedMap<Integer, SignalAggregate> signals;
  private int events;

  /** Goes on from what was accumulated so far. */
  public MinuteAccumulator(SignalCatalogue catalogue, VehicleMinute soFar) {
    this.catalogue = catalogue;
    this.minute = soFar.minute();
    this.events = soFar.events();
    this.signals = new TreeMap<>(soFar.signals());
  }

  /** An empty minute. */
  public MinuteAccumulator(SignalCatalogue catalogue, long minute) {
    this(catalogue, new VehicleMinute(minute, 0, new TreeMap<>()));
  }

  /**
   * Adds some events of a block.
   *
   * @param members events of the block; all lie in this minute
   */
  public void add(VehicleBlock block, BitSet members) {
    events += members.cardinality();
    for (Column column : block.columns()) {
      Signal signal = column.key().isKnown() ? catalogue.byId(column.key().signalId()) : null;
      if (signal != null && signal.aggregation() != Aggregation.NONE) {
        addColumn(signal, column, block, members);
      }
    }
  }

  /** The minute as it stands. */
  public VehicleMinute toMinute() {
    return new VehicleMinute(minute, events, signals);
  }

  private void addColumn(Signal signal, Column column, VehicleBlock block, BitSet members) {
    SignalAggregate aggregate = signals.get(signal.id());
    for (int e = members.nextSetBit(0); e >= 0; e = members.nextSetBit(e + 1)) {
      if (column.presence().has(e)) {
        aggregate = add(signal, aggregate, column, block.timeMillis(e), e);
      }
    }
    if (aggregate != null) {
      signals.put(signal.id(), aggregate);
    }
  }

  private static SignalAggregate add(
      Signal signal, @Nullable SignalAggregate aggregate, Column column, long timeMillis, int e) {
    if (signal.aggregation() == Aggregation.STATS && column instanceof Column.Numbers numbers) {
      double value = numbers.values()[e];
      return aggregate instanceof SignalAggregate.Stats stats
          ? stats.add(value)
          : new SignalAggregate.Stats(1, value, value, value);
    }
    return aggregate instanceof SignalAggregate.Last last
        ? last.add(timeMillis, column.value(e))
        : new SignalAggregate.Last(timeMillis, column.value(e));
  }
}
