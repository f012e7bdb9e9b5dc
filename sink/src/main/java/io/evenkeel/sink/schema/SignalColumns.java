package io.evenkeel.sink.schema;

import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signals as columns: a signal is known by its place in the catalogue's order. Immutable and
 * safe for use by many threads.
 */
public final class SignalColumns {
  private final List<Signal> signals;
  private final Map<Integer, Integer> placeById = new HashMap<>();

  /** The columns that a catalogue gives. */
  public SignalColumns(SignalCatalogue catalogue) {
    this.signals = catalogue.signals();
    for (int place = 0; place < signals.size(); place++) {
      placeById.put(signals.get(place).id(), place);
    }
  }

  /** Number of signals; places are 0 to {@code size() - 1}. */
  public int size() {
    return signals.size();
  }

  /** The signal at a place. */
  public Signal at(int place) {
    return signals.get(place);
  }

  /** All signals in order of their places. */
  public List<Signal> signals() {
    return signals;
  }

  /** The place of a signal, or -1 if this build's catalogue does not have it. */
  public int placeOf(int signalId) {
    return placeById.getOrDefault(signalId, -1);
  }

  /** The quoted name of the signal's column in {@code reading} and {@code vehicle_latest}. */
  public static String column(Signal signal) {
    return quoted(signal, "");
  }

  /** The quoted name of a column derived from the signal's, such as {@code "soc_max"}. */
  public static String quoted(Signal signal, String suffix) {
    return '"' + signal.column() + suffix + '"';
  }

  /** The SQL type of the signal's values. */
  public static String sqlType(SignalType type) {
    return switch (type) {
      case NUMBER -> "double precision";
      case BOOLEAN -> "boolean";
      case STRING -> "text COLLATE \"C\"";
    };
  }

  /** The quoted columns that a vehicle minute has for the signal, in storage order. */
  public static List<String> minuteColumns(Signal signal) {
    return switch (signal.aggregation()) {
      case STATS ->
          List.of(
              quoted(signal, "_count"),
              quoted(signal, "_sum"),
              quoted(signal, "_min"),
              quoted(signal, "_max"));
      case LAST -> List.of(quoted(signal, "_last"));
      case NONE -> List.of();
    };
  }

  /** Whether a vehicle minute keeps something of the signal. */
  public static boolean isAggregated(Signal signal) {
    return signal.aggregation() != Aggregation.NONE;
  }
}
