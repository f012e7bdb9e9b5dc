package io.evenkeel.sink.minute;

import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.sink.SinkStoppedException;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.TopicIdentity;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.DirtyMarks;
import io.evenkeel.sink.store.EventTimes;
import io.evenkeel.sink.store.MinuteRange;
import io.evenkeel.sink.store.MinuteRanges;
import io.evenkeel.sink.store.PositionedTransaction;
import io.evenkeel.sink.store.Vehicles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The transaction of closed minutes: their position, the minutes that are new, and dirty marks for
 * those that are not. Thread-safe.
 */
final class MinuteStore {
  private static final String STORED_SOURCES =
      "SELECT partition, next_source_offset FROM evenkeel.sink_position"
          + " WHERE cluster_id = ? AND topic = ? AND next_source_offset IS NOT NULL";

  private final Database database;
  private final Vehicles vehicles;
  private final MinuteTable table;
  private final PositionedTransaction transaction;

  MinuteStore(Database database, SignalColumns columns) {
    this.database = database;
    this.vehicles = new Vehicles(database);
    this.table = new MinuteTable(columns);
    this.transaction = new PositionedTransaction(database, vehicles);
  }

  /**
   * How far the rows of the live lane are stored, whoever stores them: partition to the next offset
   * in the telemetry topic.
   */
  Map<Integer, Long> storedSources(TopicIdentity minutes) throws SQLException {
    Map<Integer, Long> sources = new HashMap<>();
    try (Connection connection = database.connection();
        PreparedStatement read = connection.prepareStatement(STORED_SOURCES)) {
      read.setString(1, minutes.clusterId());
      read.setString(2, Topics.clean(Lane.LIVE));
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          sources.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    return sources;
  }

  /**
   * Stores minutes whose rows are stored.
   *
   * @param items of one topic, in order for each partition
   * @param recompute whether to have all of them recomputed instead of inserted, because the
   *     database refuses some value in them
   * @return empty when they are stored, now or by an attempt before; otherwise partitions that have
   *     another owner now
   */
  List<PartitionLease> store(List<MinuteItem> items, boolean recompute) throws SQLException {
    return transaction.store(
        items,
        () -> {
          List<MinuteRow> rows = rows(items);
          return connection -> write(connection, rows, recompute);
        });
  }

  private void write(Connection connection, List<MinuteRow> rows, boolean recompute)
      throws SQLException {
    List<MinuteRange> dirty =
        recompute ? rows.stream().map(MinuteRow::range).toList() : table.insert(connection, rows);
    DirtyMarks.add(connection, MinuteRanges.joined(dirty, 0), DirtyMarks.MINUTE);
  }

  private List<MinuteRow> rows(List<MinuteItem> items) throws SQLException {
    List<MinuteRow> rows = new ArrayList<>();
    Map<Integer, Map<String, Long>> ids = vehicleIds(items);
    for (MinuteItem item : items) {
      ClosedMinutes closed = item.closed();
      if (closed != null && isStorable(closed)) {
        long vehicleId =
            ids.getOrDefault(vehicles.tenantNo(closed.getTenant()), Map.of())
                .getOrDefault(closed.getVehicle(), 0L);
        addRows(item, closed, vehicleId, rows);
      }
    }
    return rows;
  }

  private Map<Integer, Map<String, Long>> vehicleIds(List<MinuteItem> items) throws SQLException {
    Map<Integer, List<String>> names = new HashMap<>();
    for (MinuteItem item : items) {
      ClosedMinutes closed = item.closed();
      if (closed != null && isStorable(closed)) {
        names
            .computeIfAbsent(vehicles.tenantNo(closed.getTenant()), t -> new ArrayList<>())
            .add(closed.getVehicle());
      }
    }
    Map<Integer, Map<String, Long>> ids = new HashMap<>();
    for (Map.Entry<Integer, List<String>> ofTenant : names.entrySet()) {
      ids.put(ofTenant.getKey(), vehicles.ids(ofTenant.getKey(), ofTenant.getValue()));
    }
    return ids;
  }

  // A vehicle or a minute that no row can have has no row that could be summarised.
  private static boolean isStorable(ClosedMinutes closed) {
    return !closed.getTenant().isEmpty()
        && Vehicles.isName(closed.getTenant())
        && Vehicles.isName(closed.getVehicle());
  }

  private static void addRows(
      MinuteItem item, ClosedMinutes closed, long vehicleId, List<MinuteRow> rows) {
    for (var wire : closed.getMinutesList()) {
      if (EventTimes.isStorable(VehicleMinute.startMillis(wire.getMinute()))) {
        try {
          rows.add(new MinuteRow(vehicleId, VehicleMinute.fromWire(wire)));
        } catch (MalformedRecordException e) {
          throw new SinkStoppedException(
              "A minute in " + item.lease().topicPartition() + " is malformed", e);
        }
      }
    }
  }
}
