package io.evenkeel.sink;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.ReceivedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Events for tests, written briefly. */
public final class Events {
  /** A fixed moment shortly before which events happen, so that tests do not depend on the day. */
  public static final long INGEST = 1_790_000_000_000L;

  private Events() {}

  /** An event with a counter as identity and a speed. */
  public static Event speed(String vehicle, long timeMillis, long seq, double speed) {
    return event(vehicle, timeMillis, seq, List.of(signal("speed", speed)), List.of());
  }

  /** An event with a counter as identity. */
  public static Event event(
      String vehicle,
      long timeMillis,
      long seq,
      List<MappedSignal> signals,
      List<ReceivedSignal> extras) {
    return new Event(vehicle, timeMillis, new EventIdentity.Sequence("boot", seq), signals, extras);
  }

  /** A signal of the catalogue by name. */
  public static Signal signal(String name) {
    return Objects.requireNonNull(SignalCatalogue.standard().match(name)).signal();
  }

  /** A number. */
  public static MappedSignal signal(String name, double value) {
    return new MappedSignal(signal(name).id(), new SignalValue.Numeric(value));
  }

  /** A text. */
  public static MappedSignal signal(String name, String value) {
    return new MappedSignal(signal(name).id(), new SignalValue.Text(value));
  }

  /** A yes or no. */
  public static MappedSignal signal(String name, boolean value) {
    return new MappedSignal(signal(name).id(), new SignalValue.Flag(value));
  }

  /** A block of events of one vehicle. */
  public static VehicleBlock block(List<Event> events) {
    VehicleBlockBuilder builder = new VehicleBlockBuilder(events.getFirst().vehicle());
    events.forEach(builder::add);
    return builder.build();
  }

  /** A live record of one vehicle's events. */
  public static TelemetryRecord record(String tenant, Event... events) {
    return record(tenant, "", Arrays.asList(events));
  }

  /** A record of one vehicle's events. */
  public static TelemetryRecord record(String tenant, String job, List<Event> events) {
    return new TelemetryRecord(tenant, INGEST, job, List.of(block(events)));
  }

  /** One event a second with rising counters and a speed that wanders. */
  public static List<Event> drive(String vehicle, long fromMillis, long firstSeq, int events) {
    List<Event> drive = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      double speed = Math.round(500 + 400 * Math.sin((firstSeq + i) / 20.0)) / 10.0;
      drive.add(
          event(
              vehicle,
              fromMillis + i * 1000L,
              firstSeq + i,
              List.of(
                  signal("speed", speed),
                  signal("soc", 80 - i * 0.001),
                  signal("is_moving", speed > 1)),
              List.of()));
    }
    return drive;
  }
}
