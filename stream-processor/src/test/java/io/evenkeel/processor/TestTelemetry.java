package io.evenkeel.processor;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** Telemetry for tests. */
public final class TestTelemetry {
  public static final String TENANT = "acme";
  public static final int SPEED =
      Objects.requireNonNull(SignalCatalogue.standard().match("speed")).signal().id();

  private TestTelemetry() {}

  /** An event of a device that counts; its speed is its counter. */
  public static Event counted(String vehicle, long seq, long timeMillis) {
    return event(vehicle, new EventIdentity.Sequence("", seq), timeMillis, (double) seq);
  }

  /** An event of a device that sends ids. */
  public static Event hashed(String vehicle, String id, long timeMillis) {
    return event(vehicle, new EventIdentity.Hashed(EventId.ofId(id)), timeMillis, 1);
  }

  /** A block of events of one vehicle. */
  public static VehicleBlock block(Event... events) {
    VehicleBlockBuilder builder = new VehicleBlockBuilder(events[0].vehicle());
    for (Event event : events) {
      builder.add(event);
    }
    return builder.build();
  }

  public static BitSet all(VehicleBlock block) {
    BitSet all = new BitSet();
    all.set(0, block.size());
    return all;
  }

  public static TelemetryRecord record(long ingestMillis, VehicleBlock... blocks) {
    return new TelemetryRecord(TENANT, ingestMillis, "", List.of(blocks));
  }

  private static Event event(
      String vehicle, EventIdentity identity, long timeMillis, double speed) {
    return new Event(
        vehicle,
        timeMillis,
        identity,
        List.of(new MappedSignal(SPEED, new SignalValue.Numeric(speed))),
        List.of());
  }
}
