package io.evenkeel.sink.minute;

import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.minute.SignalAggregate;
import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalType;
import io.evenkeel.sink.database.BinaryCopy;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.MinuteRange;
import io.evenkeel.sink.store.Vehicles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Closed minutes into {@code vehicle_minute}, where there is no row of the minute yet. Stateless.
 */
final class MinuteTable {
  /** Made on each connection that writes; emptied at the end of every transaction. */
  static final String STAGE_DDL =
      "CREATE TEMP TABLE stage_minute (LIKE evenkeel.vehicle_minute INCLUDING DEFAULTS)"
          + " ON COMMIT DELETE ROWS; ";

  private static final String STAGE = "pg_temp.stage_minute";
  private static final String VEHICLE_AND_MINUTE =
      "vehicle_id, (extract(epoch FROM minute) / 60)::bigint";

  // A subquery for each row, not a join: the planner knows nothing of the fresh table, and this
  // form always takes the index.
  private static final String HOLDING_DEAD_EVENTS =
      "SELECT "
          + VEHICLE_AND_MINUTE
          + " FROM "
          + STAGE
          + " s WHERE (SELECT true FROM evenkeel.dead_letter d WHERE d.vehicle_id = s.vehicle_id"
          + " AND d.event_time >= s.minute AND d.event_time < s.minute + interval '1 minute'"
          + " LIMIT 1)";

  // What was computed before it closed is closed now.
  private static final String CLOSE =
      "UPDATE evenkeel.vehicle_minute m SET closed = true FROM "
          + STAGE
          + " s WHERE m.vehicle_id = s.vehicle_id AND m.minute = s.minute AND NOT m.closed";

  private final SignalColumns columns;

  MinuteTable(SignalColumns columns) {
    this.columns = columns;
  }

  /**
   * Inserts minutes.
   *
   * @return those to recompute: where a row exists already, or an event of the minute was set aside
   *     as a dead letter after the processor had counted it
   */
  List<MinuteRange> insert(Connection connection, List<MinuteRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Signal> present = present(rows);
    List<String> names = names(present);
    stage(connection, rows, present, names);
    try (Statement statement = connection.createStatement()) {
      List<MinuteRange> dirty = new ArrayList<>(query(statement, HOLDING_DEAD_EVENTS));
      Set<MinuteRange> inserted = new HashSet<>(query(statement, insertNew(names)));
      if (inserted.size() < rows.size()) {
        statement.executeUpdate(CLOSE);
      }
      for (MinuteRow row : rows) {
        if (!inserted.remove(row.range())) {
          dirty.add(row.range());
        }
      }
      return dirty;
    }
  }

  private static String insertNew(List<String> names) {
    String list = String.join(", ", names);
    return "INSERT INTO evenkeel.vehicle_minute ("
        + list
        + ", closed) SELECT "
        + list
        + ", true FROM "
        + STAGE
        + " ORDER BY vehicle_id, minute ON CONFLICT DO NOTHING RETURNING "
        + VEHICLE_AND_MINUTE;
  }

  private static List<MinuteRange> query(Statement statement, String sql) throws SQLException {
    List<MinuteRange> minutes = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        minutes.add(MinuteRange.of(rows.getLong(1), rows.getLong(2)));
      }
    }
    return minutes;
  }

  private static List<String> names(List<Signal> present) {
    List<String> names = new ArrayList<>(List.of("vehicle_id", "minute", "events"));
    present.forEach(signal -> names.addAll(SignalColumns.minuteColumns(signal)));
    return names;
  }

  private List<Signal> present(List<MinuteRow> rows) {
    BitSet places = new BitSet();
    for (MinuteRow row : rows) {
      for (int id : row.minute().signals().keySet()) {
        int place = columns.placeOf(id);
        if (place >= 0) {
          places.set(place);
        }
      }
    }
    return places.stream().mapToObj(columns::at).filter(SignalColumns::isAggregated).toList();
  }

  private static void stage(
      Connection connection, List<MinuteRow> rows, List<Signal> present, List<String> names)
      throws SQLException {
    try (BinaryCopy copy = new BinaryCopy(connection, BinaryCopy.statement(STAGE, names))) {
      for (MinuteRow row : rows) {
        copy.row(names.size());
        copy.putLong(row.vehicleId());
        copy.putTime(VehicleMinute.startMillis(row.minute().minute()));
        copy.putInt(row.minute().events());
        for (Signal signal : present) {
          write(copy, signal, row.minute().signals().get(signal.id()));
        }
      }
      copy.end();
    }
  }

  private static void write(BinaryCopy copy, Signal signal, @Nullable SignalAggregate aggregate)
      throws SQLException {
    if (signal.aggregation() == Aggregation.STATS
        && aggregate
            instanceof SignalAggregate.Stats(int count, double sum, double min, double max)) {
      copy.putInt(count);
      copy.putDouble(sum);
      copy.putDouble(min);
      copy.putDouble(max);
    } else if (signal.aggregation() == Aggregation.LAST
        && aggregate instanceof SignalAggregate.Last(long time, SignalValue value)) {
      write(copy, signal.type(), value);
    } else {
      for (int i = 0; i < SignalColumns.minuteColumns(signal).size(); i++) {
        copy.putNull();
      }
    }
  }

  // A text that cannot be stored belongs to an event that could not be stored either: its minute
  // is recomputed without it.
  private static void write(BinaryCopy copy, SignalType type, SignalValue value)
      throws SQLException {
    switch (value) {
      case SignalValue.Numeric(double number) when type == SignalType.NUMBER ->
          copy.putDouble(number);
      case SignalValue.Flag(boolean flag) when type == SignalType.BOOLEAN -> copy.putBoolean(flag);
      case SignalValue.Text(String text)
          when type == SignalType.STRING && Vehicles.isStorable(text) ->
          copy.putText(text);
      default -> copy.putNull();
    }
  }
}
