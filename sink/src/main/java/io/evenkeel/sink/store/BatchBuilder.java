package io.evenkeel.sink.store;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.position.Advance;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes clean records into a {@link Batch}: finds vehicles, refuses what no table can hold, makes
 * missing partitions, sorts. Thread-safe; each lane has its own.
 */
public final class BatchBuilder {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final Lane lane;
  private final SignalColumns columns;
  private final Vehicles vehicles;
  private final DayPartitions partitions;

  /** A builder for one lane. */
  public BatchBuilder(
      Lane lane, SignalColumns columns, Vehicles vehicles, DayPartitions partitions) {
    this.lane = lane;
    this.columns = columns;
    this.vehicles = vehicles;
    this.partitions = partitions;
  }

  /**
   * Builds a batch.
   *
   * @param items at least one; in order for each partition
   * @throws SQLException if the database does not give ids or partitions; nothing is lost by
   *     building again
   */
  Batch build(List<CleanItem> items) throws SQLException {
    String server = vehicles.server();
    Draft draft = new Draft();
    List<Decoded> decoded = decode(items);
    Map<Integer, Map<String, Long>> ids = vehicleIds(decoded);
    for (Decoded record : decoded) {
      add(record, ids.getOrDefault(record.context().tenantNo(), Map.of()), draft);
    }
    partitions.ensure(days(draft.rows));
    Row[] sorted = draft.rows.toArray(Row[]::new);
    // Blocks are mostly in order already: merging such runs is what TimSort does.
    Arrays.sort(sorted);
    List<Row> unique = new ArrayList<>(sorted.length);
    List<Row> repeats = new ArrayList<>();
    for (Row row : sorted) {
      boolean repeat = !unique.isEmpty() && unique.getLast().sameKey(row);
      (repeat ? repeats : unique).add(row);
    }
    List<RecordContext> contexts = decoded.stream().map(Decoded::context).toList();
    return new Batch(
        items,
        Advance.of(items),
        contexts,
        draft.blocks,
        unique,
        repeats,
        draft.dead,
        draft.lateMinutes,
        server);
  }

  /** Forgets what was read from another start of the server. */
  void belongTo(String server) {
    vehicles.belongTo(server);
  }

  private List<Decoded> decode(List<CleanItem> items) throws SQLException {
    List<Decoded> decoded = new ArrayList<>(items.size());
    for (CleanItem item : items) {
      CleanRecord record = item.record();
      if (record != null) {
        decoded.add(decode(item.lease(), record));
      }
    }
    return decoded;
  }

  private Decoded decode(PartitionLease lease, CleanRecord record) throws SQLException {
    TelemetryRecord telemetry = null;
    String wrong = "";
    try {
      telemetry = TelemetryRecord.parse(record.value());
      if (telemetry.events() != record.summary().out()) {
        wrong = "the record holds another number of events than its header says";
      }
    } catch (MalformedRecordException e) {
      wrong = String.valueOf(e.getMessage());
    }
    String tenant = Vehicles.toTenant(telemetry == null ? record.key() : telemetry.tenant());
    String job = telemetry == null ? "" : Vehicles.toName(telemetry.job());
    RecordContext context =
        new RecordContext(lease, lane, record, vehicles.tenantNo(tenant), tenant, job);
    return new Decoded(context, wrong.isEmpty() ? telemetry : null, wrong);
  }

  private Map<Integer, Map<String, Long>> vehicleIds(List<Decoded> decoded) throws SQLException {
    Map<Integer, Set<String>> names = new HashMap<>();
    for (Decoded record : decoded) {
      for (VehicleBlock block : record.blocks()) {
        if (Vehicles.isName(block.vehicle())) {
          names
              .computeIfAbsent(record.context().tenantNo(), t -> new HashSet<>())
              .add(block.vehicle());
        }
      }
    }
    Map<Integer, Map<String, Long>> ids = new HashMap<>();
    for (Map.Entry<Integer, Set<String>> ofTenant : names.entrySet()) {
      ids.put(ofTenant.getKey(), vehicles.ids(ofTenant.getKey(), ofTenant.getValue()));
    }
    return ids;
  }

  private void add(Decoded record, Map<String, Long> ids, Draft draft) {
    RecordContext context = record.context();
    int events = context.record().summary().out();
    if (record.telemetry() == null) {
      if (events > 0) {
        draft.dead.add(wholeRecord(context, events, record.wrong()));
      }
      return;
    }
    List<@Nullable Long> blockVehicles = new ArrayList<>();
    int firstEvent = 0;
    for (VehicleBlock block : record.blocks()) {
      Long vehicleId = ids.get(block.vehicle());
      blockVehicles.add(vehicleId);
      if (vehicleId == null) {
        refuseBlock(context, block, firstEvent, draft);
      } else {
        addRows(new BlockRows(context, block, firstEvent, vehicleId, columns), draft);
      }
      firstEvent += block.size();
    }
    addLateMinutes(context.record().summary(), blockVehicles, draft);
  }

  private static void addRows(BlockRows block, Draft draft) {
    draft.blocks.add(block);
    for (int event = 0; event < block.block().size(); event++) {
      long time = block.block().timeMillis(event);
      if (EventTimes.isInBounds(time, block.context().ingestTimeMillis())) {
        var id = block.block().identities().eventId(event);
        draft.rows.add(new Row(block, event, time, id.high(), id.low()));
      } else {
        draft.dead.add(outOfBounds(block, event));
      }
    }
  }

  private static void refuseBlock(
      RecordContext context, VehicleBlock block, int firstEvent, Draft draft) {
    for (int event = 0; event < block.size(); event++) {
      draft.dead.add(
          new DeadEvent(
              context,
              firstEvent + event,
              1,
              Vehicles.toName(block.vehicle()),
              null,
              null,
              DeadEvent.VEHICLE_NAME_INVALID,
              "the vehicle's name is too long or holds a character that cannot be stored",
              SingleEvents.bytes(context, block, event)));
    }
  }

  private static DeadEvent outOfBounds(BlockRows block, int event) {
    long time = block.block().timeMillis(event);
    return new DeadEvent(
        block.context(),
        block.indexInRecord(event),
        1,
        Vehicles.toName(block.block().vehicle()),
        block.vehicleId(),
        EventTimes.isStorable(time) ? time : null,
        DeadEvent.EVENT_TIME_OUT_OF_BOUNDS,
        "the event time lies too far from the ingest time",
        SingleEvents.bytes(block.context(), block.block(), event));
  }

  private static DeadEvent wholeRecord(RecordContext context, int events, String wrong) {
    return new DeadEvent(
        context,
        -1,
        events,
        null,
        null,
        null,
        DeadEvent.RECORD_MALFORMED,
        wrong,
        context.record().value());
  }

  private static void addLateMinutes(
      CleanSummary summary, List<@Nullable Long> blockVehicles, Draft draft) {
    for (CleanSummary.LateMinutes late : summary.late()) {
      Long vehicleId = late.block() < blockVehicles.size() ? blockVehicles.get(late.block()) : null;
      if (vehicleId != null) {
        late.minutes().forEach(m -> draft.lateMinutes.add(MinuteRange.of(vehicleId, m)));
      }
    }
  }

  private static Set<LocalDate> days(List<Row> rows) {
    Set<Long> days = new HashSet<>();
    rows.forEach(row -> days.add(Math.floorDiv(row.timeMillis(), DAY_MILLIS)));
    Set<LocalDate> dates = new HashSet<>();
    days.forEach(day -> dates.add(LocalDate.ofEpochDay(day)));
    return dates;
  }

  /** What is collected while records are read. */
  private static final class Draft {
    final List<BlockRows> blocks = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    final List<DeadEvent> dead = new ArrayList<>();
    final List<MinuteRange> lateMinutes = new ArrayList<>();
  }

  /**
   * A record as far as it could be read.
   *
   * @param telemetry null if it could not be read
   * @param wrong why not, empty otherwise
   */
  private record Decoded(RecordContext context, @Nullable TelemetryRecord telemetry, String wrong) {
    List<VehicleBlock> blocks() {
      return telemetry == null ? List.of() : telemetry.blocks();
    }
  }
}
