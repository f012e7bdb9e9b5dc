package io.evenkeel.model.minute;

import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.wire.Last;
import io.evenkeel.model.wire.Stats;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Aggregates of one vehicle over one minute of event time. Immutable.
 *
 * @param minute minutes since the Unix epoch
 * @param events number of events, whatever signals they carry
 * @param signals by signal id
 */
public record VehicleMinute(long minute, int events, SortedMap<Integer, SignalAggregate> signals) {
  private static final long MILLIS = 60_000;

  public VehicleMinute {
    signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
  }

  /** The minute that an event time belongs to. */
  public static long minuteOf(long timeMillis) {
    return Math.floorDiv(timeMillis, MILLIS);
  }

  /** Start of a minute, Unix milliseconds. */
  public static long startMillis(long minute) {
    return minute * MILLIS;
  }

  /** The wire form. */
  public io.evenkeel.model.wire.VehicleMinute toWire() {
    var wire =
        io.evenkeel.model.wire.VehicleMinute.newBuilder().setMinute(minute).setEvents(events);
    signals.forEach((signal, aggregate) -> wire.addSignals(toWire(signal, aggregate)));
    return wire.build();
  }

  /**
   * Reads the wire form.
   *
   * @throws MalformedRecordException if an aggregate has no value
   */
  public static VehicleMinute fromWire(io.evenkeel.model.wire.VehicleMinute wire)
      throws MalformedRecordException {
    SortedMap<Integer, SignalAggregate> signals = new TreeMap<>();
    for (var signal : wire.getSignalsList()) {
      signals.put(
          signal.getSignal(),
          switch (signal.getValueCase()) {
            case STATS -> fromWire(signal.getStats());
            case LAST -> fromWire(signal.getLast());
            case VALUE_NOT_SET -> throw new MalformedRecordException("an aggregate has no value");
          });
    }
    return new VehicleMinute(wire.getMinute(), wire.getEvents(), signals);
  }

  private static io.evenkeel.model.wire.SignalAggregate toWire(
      int signal, SignalAggregate aggregate) {
    var wire = io.evenkeel.model.wire.SignalAggregate.newBuilder().setSignal(signal);
    return switch (aggregate) {
      case SignalAggregate.Stats(int count, double sum, double min, double max) ->
          wire.setStats(
                  Stats.newBuilder().setCount(count).setSum(sum).setMin(min).setMax(max).build())
              .build();
      case SignalAggregate.Last(long time, SignalValue value) ->
          wire.setLast(lastToWire(time, value)).build();
    };
  }

  private static Last lastToWire(long timeMillis, SignalValue value) {
    Last.Builder last = Last.newBuilder().setTimeMs(timeMillis);
    return switch (value) {
      case SignalValue.Numeric(double number) -> last.setNumber(number).build();
      case SignalValue.Flag(boolean flag) -> last.setFlag(flag).build();
      case SignalValue.Text(String text) -> last.setText(text).build();
    };
  }

  private static SignalAggregate fromWire(Stats wire) {
    return new SignalAggregate.Stats(wire.getCount(), wire.getSum(), wire.getMin(), wire.getMax());
  }

  private static SignalAggregate fromWire(Last wire) throws MalformedRecordException {
    SignalValue value =
        switch (wire.getValueCase()) {
          case NUMBER -> new SignalValue.Numeric(wire.getNumber());
          case FLAG -> new SignalValue.Flag(wire.getFlag());
          case TEXT -> new SignalValue.Text(wire.getText());
          case VALUE_NOT_SET -> throw new MalformedRecordException("a last value has no value");
        };
    return new SignalAggregate.Last(wire.getTimeMs(), value);
  }
}
