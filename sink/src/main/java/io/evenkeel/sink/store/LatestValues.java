package io.evenkeel.sink.store;

import static java.util.stream.Collectors.joining;

import io.evenkeel.model.minute.SignalValueOrder;
import io.evenkeel.model.record.Column;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.database.BinaryCopy;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code vehicle_latest}: for each signal the value with the latest event time, of values
 * at the same time the greatest, whatever order they arrive in. A batch writes one row a vehicle,
 * in order of their ids, so that writers of two lanes wait for each other but never in a circle.
 */
final class LatestValues {
  /** Made on each connection that writes; emptied at the end of every transaction. */
  static final String STAGE_DDL =
      "CREATE TEMP TABLE stage_latest (LIKE evenkeel.vehicle_latest) ON COMMIT DELETE ROWS; ";

  private static final String STAGE = "pg_temp.stage_latest";

  private final boolean live;
  private final SignalColumns columns;

  LatestValues(Lane lane, SignalColumns columns) {
    this.live = lane == Lane.LIVE;
    this.columns = columns;
  }

  /** Takes in rows that were stored; they are in order of their keys. */
  void update(Connection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    List<Integer> places = places(rows);
    stage(connection, rows, places);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(upsert(places));
    }
  }

  private void stage(Connection connection, List<Row> rows, List<Integer> places)
      throws SQLException {
    List<String> names = new ArrayList<>(List.of("vehicle_id", "last_event_time", "live_through"));
    for (int place : places) {
      names.add(SignalColumns.column(columns.at(place)));
      names.add(SignalColumns.quoted(columns.at(place), "_at"));
    }
    try (BinaryCopy copy = new BinaryCopy(connection, BinaryCopy.statement(STAGE, names))) {
      Vehicle vehicle = new Vehicle(places.size());
      for (int i = 0; i < rows.size(); i++) {
        vehicle.add(rows.get(i), places);
        boolean last =
            i + 1 == rows.size() || rows.get(i + 1).vehicleId() != rows.get(i).vehicleId();
        if (last) {
          vehicle.write(copy, rows.get(i), live);
          vehicle = new Vehicle(places.size());
        }
      }
      copy.end();
    }
  }

  private String upsert(List<Integer> places) {
    List<String> names = new ArrayList<>(List.of("vehicle_id", "last_event_time", "live_through"));
    List<String> sets = new ArrayList<>();
    List<String> newer = new ArrayList<>();
    sets.add("last_event_time = greatest(v.last_event_time, excluded.last_event_time)");
    sets.add("live_through = greatest(v.live_through, excluded.live_through)");
    for (int place : places) {
      String value = SignalColumns.column(columns.at(place));
      String at = SignalColumns.quoted(columns.at(place), "_at");
      names.add(value);
      names.add(at);
      String isNewer =
          "(excluded.%2$s IS NOT NULL AND (v.%2$s IS NULL OR excluded.%2$s > v.%2$s OR (excluded.%2$s = v.%2$s AND excluded.%1$s > v.%1$s)))"
              .formatted(value, at);
      newer.add(isNewer);
      sets.add("%s = CASE WHEN %s THEN excluded.%1$s ELSE v.%1$s END".formatted(value, isNewer));
      sets.add("%1$s = greatest(v.%1$s, excluded.%1$s)".formatted(at));
    }
    newer.addFirst("excluded.live_through > coalesce(v.live_through, '-infinity'::timestamptz)");
    newer.addFirst("excluded.last_event_time > v.last_event_time");
    String list = String.join(", ", names);
    return "INSERT INTO evenkeel.vehicle_latest AS v ("
        + list
        + ") SELECT "
        + list
        + " FROM "
        + STAGE
        + " ORDER BY vehicle_id ON CONFLICT (vehicle_id) DO UPDATE SET "
        + String.join(", ", sets)
        // Old data leaves the row alone: without this each backfilled batch would rewrite it.
        + newer.stream().collect(joining(" OR ", " WHERE ", ""));
  }

  private List<Integer> places(List<Row> rows) {
    BitSet places = new BitSet();
    BlockRows last = null;
    for (Row row : rows) {
      if (row.block() != last) {
        last = row.block();
        last.addPlaces(places);
      }
    }
    return places.stream().boxed().toList();
  }

  /** The latest values of one vehicle while its rows pass by, oldest first. */
  private static final class Vehicle {
    private final @Nullable Column[] columns;
    private final int[] events;
    private final long[] times;

    Vehicle(int signals) {
      columns = new @Nullable Column[signals];
      events = new int[signals];
      times = new long[signals];
    }

    void add(Row row, List<Integer> places) {
      for (int i = 0; i < columns.length; i++) {
        Column column = row.block().column(places.get(i));
        if (column != null && column.presence().has(row.event()) && isLater(i, row, column)) {
          columns[i] = column;
          events[i] = row.event();
          times[i] = row.timeMillis();
        }
      }
    }

    private boolean isLater(int i, Row row, Column column) {
      Column before = columns[i];
      return before == null
          || times[i] < row.timeMillis()
          || SignalValueOrder.compare(column.value(row.event()), before.value(events[i])) > 0;
    }

    void write(BinaryCopy copy, Row last, boolean live) throws SQLException {
      copy.row(3 + 2 * columns.length);
      copy.putLong(last.vehicleId());
      copy.putTime(last.timeMillis());
      if (live) {
        copy.putTime(last.timeMillis());
      } else {
        copy.putNull();
      }
      for (int i = 0; i < columns.length; i++) {
        Column column = columns[i];
        ReadingTable.write(copy, column, events[i]);
        if (column == null) {
          copy.putNull();
        } else {
          copy.putTime(times[i]);
        }
      }
    }
  }
}
