package io.evenkeel.sink.store;

import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.schema.SignalColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vehicle's block with its columns where the tables expect them. Immutable. */
public final class BlockRows {
  private final RecordContext context;
  private final VehicleBlock block;
  private final int firstEvent;
  private final long vehicleId;
  private final @Nullable Column[] byPlace;
  private final List<Extra> extras;

  /**
   * A block of a record.
   *
   * @param firstEvent index of the block's first event in its record
   */
  BlockRows(
      RecordContext context,
      VehicleBlock block,
      int firstEvent,
      long vehicleId,
      SignalColumns columns) {
    this.context = context;
    this.block = block;
    this.firstEvent = firstEvent;
    this.vehicleId = vehicleId;
    this.byPlace = new @Nullable Column[columns.size()];
    this.extras = new ArrayList<>();
    for (Column column : block.columns()) {
      place(column, columns);
    }
  }

  /** What the record's events have in common. */
  RecordContext context() {
    return context;
  }

  /** The block itself. */
  VehicleBlock block() {
    return block;
  }

  /** Index in the record of an event of this block. */
  int indexInRecord(int event) {
    return firstEvent + event;
  }

  /** The vehicle's id in the database. */
  long vehicleId() {
    return vehicleId;
  }

  /** The column of the signal at a place, null if no event of the block carries it. */
  @Nullable Column column(int place) {
    return byPlace[place];
  }

  /** Signals that have no column of their own. */
  List<Extra> extras() {
    return extras;
  }

  /** Adds the places of the columns that this block has. */
  void addPlaces(BitSet places) {
    for (int place = 0; place < byPlace.length; place++) {
      if (byPlace[place] != null) {
        places.set(place);
      }
    }
  }

  // A signal that this build does not know, or of another type than its column, is kept beside the
  // columns: a newer gateway may run before the sink is upgraded.
  private void place(Column column, SignalColumns columns) {
    if (!column.key().isKnown()) {
      extras.add(new Extra(column.key().name(), column));
      return;
    }
    int place = columns.placeOf(column.key().signalId());
    if (place < 0) {
      extras.add(new Extra("signal-" + column.key().signalId(), column));
    } else if (fits(columns.at(place), column)) {
      byPlace[place] = column;
    } else {
      extras.add(new Extra(columns.at(place).name(), column));
    }
  }

  private static boolean fits(Signal signal, Column column) {
    return switch (signal.type()) {
      case NUMBER -> column instanceof Column.Numbers;
      case BOOLEAN -> column instanceof Column.Flags;
      case STRING -> column instanceof Column.Texts;
    };
  }

  /**
   * A signal that goes into {@code extra}.
   *
   * @param name its name there
   */
  record Extra(String name, Column column) {}
}
