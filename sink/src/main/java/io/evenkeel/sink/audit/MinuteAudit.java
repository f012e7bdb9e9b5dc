package io.evenkeel.sink.audit;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.audit.MinuteVerdicts.Horizon;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.MinuteRange;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the rows of slices and compares their minutes, on one connection. One thread. */
final class MinuteAudit {
  private static final String OUT_OF_RANGE = "22003";
  private static final String DIRTY =
      "SELECT vehicle_id, (date_part('epoch', from_minute) / 60)::bigint,"
          + " (date_part('epoch', to_minute) / 60)::bigint FROM evenkeel.dirty_range"
          + " WHERE vehicle_id = ANY (?)";
  private static final String HORIZONS =
      "SELECT vehicle_id, (date_part('epoch', c.minute) / 60)::bigint,"
          + " floor(date_part('epoch', live_through) / 60)::bigint FROM evenkeel.vehicle_latest l"
          + " LEFT JOIN LATERAL (SELECT m.minute FROM evenkeel.vehicle_minute m"
          + " WHERE m.vehicle_id = l.vehicle_id AND m.closed ORDER BY m.minute DESC LIMIT 1) c"
          + " ON true WHERE live_through IS NOT NULL AND vehicle_id = ANY (?)";

  private final Connection connection;
  private final List<Signal> signals;
  private final Counts<Integer> rows = new Counts<>();
  private final List<Suspect> suspects = new ArrayList<>();

  MinuteAudit(Connection connection, SignalColumns columns) {
    this.connection = connection;
    this.signals = columns.signals().stream().filter(SignalColumns::isAggregated).toList();
  }

  /** Rows by tenant number, over all slices so far. */
  Counts<Integer> rows() {
    return rows;
  }

  /** Minutes that do not equal their rows, over all slices so far. */
  List<Suspect> suspects() {
    return suspects;
  }

  /** Counts the rows of a slice without looking at its minutes. */
  void count(Slice slice) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(MinuteComparisonSql.rows(slice));
        ResultSet result = bound(query, slice, 1).executeQuery()) {
      while (result.next()) {
        rows.add(result.getInt(1), result.getLong(2));
      }
    }
  }

  /** Counts the rows of a slice and compares its minutes. */
  void compare(Slice slice) throws SQLException {
    List<Signal> present = present(slice);
    List<Signal> absent = signals.stream().filter(signal -> !present.contains(signal)).toList();
    Compared compared = compare(slice, present, absent);
    if (compared.suspects().stream().anyMatch(s -> s.wrong().equals(MinuteComparisonSql.STRAY))) {
      compared = compare(slice, signals, List.of());
    }
    rows.addAll(compared.rows());
    suspects.addAll(compared.suspects());
  }

  /** What may differ among these suspects. */
  MinuteVerdicts verdicts(List<Suspect> among) throws SQLException {
    Object[] vehicles = among.stream().map(Suspect::vehicleId).distinct().toArray();
    Array ids = connection.createArrayOf("int8", vehicles);
    List<MinuteRange> dirty = new ArrayList<>();
    Map<Long, Horizon> horizons = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(DIRTY)) {
      query.setArray(1, ids);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          dirty.add(new MinuteRange(row.getLong(1), row.getLong(2), row.getLong(3)));
        }
      }
    }
    try (PreparedStatement query = connection.prepareStatement(HORIZONS)) {
      query.setArray(1, ids);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long closed = row.getLong(2);
          horizons.put(
              row.getLong(1), new Horizon(row.wasNull() ? Long.MIN_VALUE : closed, row.getLong(3)));
        }
      }
    }
    return new MinuteVerdicts(dirty, horizons);
  }

  // What the minutes have none of, the rows should have none of either: that is compared in one go.
  private List<Signal> present(Slice slice) throws SQLException {
    List<Signal> present = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(MinuteComparisonSql.present(signals, slice));
        ResultSet row = bound(query, slice, 1).executeQuery()) {
      row.next();
      for (int i = 0; i < signals.size(); i++) {
        if (row.getBoolean(i + 1)) {
          present.add(signals.get(i));
        }
      }
    }
    return present;
  }

  private Compared compare(Slice slice, List<Signal> present, List<Signal> absent)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      return run(MinuteComparisonSql.compare(present, absent, slice, false), slice);
    } catch (SQLException e) {
      if (!OUT_OF_RANGE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      return run(MinuteComparisonSql.compare(present, absent, slice, true), slice);
    }
  }

  private Compared run(String sql, Slice slice) throws SQLException {
    Compared compared = new Compared(new Counts<>(), new ArrayList<>());
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = bound(query, slice, 2).executeQuery()) {
      while (row.next()) {
        compared.rows().add(row.getInt(1), row.getLong(3));
        String wrong = row.getString(2);
        if (wrong != null) {
          add(wrong, row.getArray(4), row.getArray(5), compared.suspects());
        }
      }
    }
    return compared;
  }

  private static void add(String wrong, Array vehicles, Array minutes, List<Suspect> suspects)
      throws SQLException {
    Long[] ids = (Long[]) vehicles.getArray();
    Long[] at = (Long[]) minutes.getArray();
    for (int i = 0; i < ids.length; i++) {
      suspects.add(new Suspect(ids[i], at[i], wrong));
    }
  }

  private static PreparedStatement bound(PreparedStatement query, Slice slice, int times)
      throws SQLException {
    for (int i = 0; i < times; i++) {
      query.setLong(2 * i + 1, slice.fromVehicle());
      query.setLong(2 * i + 2, slice.toVehicle());
    }
    return query;
  }

  /** What one statement said. */
  private record Compared(Counts<Integer> rows, List<Suspect> suspects) {}
}
