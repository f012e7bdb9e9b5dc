package io.evenkeel.model.record;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 1 to n events of one vehicle, columnar, in the order received. Immutable. */
public final class VehicleBlock {
  private final String vehicle;
  private final long[] times;
  private final Identities identities;
  private final PackedColumn @Nullable [] packed;
  // Made when first asked for where the block was built of packed columns: a gateway never asks.
  // Every thread makes equal columns, so a race does no harm.
  private @Nullable List<Column> columns;

  VehicleBlock(String vehicle, long[] times, Identities identities, List<Column> columns) {
    this.vehicle = vehicle;
    this.times = times;
    this.identities = identities;
    this.packed = null;
    this.columns = List.copyOf(columns);
  }

  VehicleBlock(String vehicle, long[] times, Identities identities, PackedColumn[] packed) {
    this.vehicle = vehicle;
    this.times = times;
    this.identities = identities;
    this.packed = packed;
  }

  /** The vehicle's name within its tenant. Personal data: not for logs and metrics. */
  public String vehicle() {
    return vehicle;
  }

  /** Number of events, 1 or more. */
  public int size() {
    return times.length;
  }

  /** Event time, Unix milliseconds. */
  public long timeMillis(int event) {
    return times[event];
  }

  /** What makes repeats recognisable. */
  public Identities identities() {
    return identities;
  }

  /** One column for each signal that at least one event carries. */
  public List<Column> columns() {
    List<Column> made = columns;
    if (made == null) {
      made = Arrays.stream(packed()).map(column -> column.unpack(size())).toList();
      columns = made;
    }
    return made;
  }

  /** The columns in the form in which they are encoded. */
  PackedColumn[] packed() {
    return packed != null
        ? packed
        : columns().stream().map(PackedColumn::of).toArray(PackedColumn[]::new);
  }

  /** Event times, Unix milliseconds; not to be written to. */
  long[] times() {
    return times;
  }

  /**
   * A block of only some events, in the same order.
   *
   * @param kept at least one event of this block
   */
  public VehicleBlock select(BitSet kept) {
    if (kept.isEmpty() || kept.length() > size()) {
      throw new IllegalArgumentException(
          "A selection names 1 to " + size() + " events of its block");
    }
    return new VehicleBlock(
        vehicle,
        kept.stream().mapToLong(i -> times[i]).toArray(),
        identities.select(kept),
        columns().stream()
            .map(column -> column.select(kept))
            .filter(column -> column.presence().count() > 0)
            .toList());
  }

  /** The events from {@code from} (inclusive) to {@code to} (exclusive). */
  public VehicleBlock slice(int from, int to) {
    if (from == 0 && to == size()) {
      return this;
    }
    BitSet kept = new BitSet(to);
    kept.set(from, to);
    return select(kept);
  }
}
