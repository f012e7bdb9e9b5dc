package io.evenkeel.sink.drift;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How many events of a tenant carried something in a window.
 *
 * @param startMillis begin of the window of ingest time, Unix milliseconds
 * @param kind what the name is
 * @param name empty for all events
 * @param events may be negative: a correction of an earlier count
 */
record SignalCount(int tenantNo, long startMillis, Kind kind, String name, long events) {
  /** The order in which every process locks rows of the table; the count itself does not matter. */
  static final Comparator<SignalCount> BY_KEY =
      Comparator.comparingInt(SignalCount::tenantNo)
          .thenComparingLong(SignalCount::startMillis)
          .thenComparing(SignalCount::kind)
          .thenComparing(SignalCount::name);

  /** Both counts of one key. */
  SignalCount plus(SignalCount other) {
    return new SignalCount(tenantNo, startMillis, kind, name, events + other.events);
  }

  /**
   * The first of the counts, until there are enough and a window of a tenant is complete: a reader
   * that saw the events of a window without their signals would think these had vanished.
   *
   * @param counts in order of their keys
   * @param enough more follow only to complete a window
   */
  static List<SignalCount> wholeWindows(Collection<SignalCount> counts, int enough) {
    List<SignalCount> first = new ArrayList<>();
    for (SignalCount count : counts) {
      if (first.size() >= enough && !count.sameWindow(first.getLast())) {
        break;
      }
      first.add(count);
    }
    return first;
  }

  private boolean sameWindow(SignalCount other) {
    return tenantNo == other.tenantNo && startMillis == other.startMillis;
  }

  /** What is counted. */
  enum Kind {
    /** All events. */
    EVENTS,
    /** Events with a signal of the catalogue, by its canonical name. */
    SIGNAL,
    /** Events with a signal that has no column, by its name in {@code extra}. */
    EXTRA;

    /** Its name in the table. */
    String id() {
      return switch (this) {
        case EVENTS -> "events";
        case SIGNAL -> "signal";
        case EXTRA -> "extra";
      };
    }

    /** The kind of a name in the table. */
    static Kind of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT));
    }
  }
}
