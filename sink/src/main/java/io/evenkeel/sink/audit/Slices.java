package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.TopicReader.Range;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Cuts readings and minutes into slices that a statement can do in seconds. Stateless. */
final class Slices {
  /** Bytes of a day above which it is cut, so that both connections have something to do. */
  private static final long BYTES_MAX = 64L << 20;

  private static final int PER_DAY_MAX = 64;
  private static final long BYTES_TARGET = 1L << 30;

  private static final String SIZES =
      "SELECT to_date(right(c.relname, 8), 'YYYYMMDD'), pg_relation_size(c.oid)"
          + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
          + " WHERE i.inhparent = 'evenkeel.reading'::regclass AND c.relname ~ '^reading_[0-9]{8}$'";
  private static final String MINUTE_DAYS =
      "SELECT DISTINCT (minute AT TIME ZONE 'UTC')::date FROM evenkeel.vehicle_minute";
  private static final String BOUNDS =
      "SELECT percentile_disc(?::float8[]) WITHIN GROUP (ORDER BY vehicle_id)"
          + " FROM evenkeel.vehicle WHERE vehicle_id >= ? AND vehicle_id < ?";

  private Slices() {}

  /**
   * All slices, large days first; together they hold every row and every minute once.
   *
   * @param vehicles ids to look at
   * @param minutes whether to look for days that have minutes but no rows; else they are left out
   */
  static List<Slice> all(Connection connection, boolean minutes, Range vehicles)
      throws SQLException {
    Map<LocalDate, Long> sizes = sizes(connection);
    if (minutes) {
      minuteDays(connection).forEach(day -> sizes.putIfAbsent(day, 0L));
    }
    Map<Integer, List<Long>> bounds = new HashMap<>();
    List<Slice> slices = new ArrayList<>();
    List<LocalDate> days = new ArrayList<>(new TreeSet<>(sizes.keySet()));
    days.sort((a, b) -> Long.compare(sizes.getOrDefault(b, 0L), sizes.getOrDefault(a, 0L)));
    for (LocalDate day : days) {
      int pieces = pieces(sizes.getOrDefault(day, 0L));
      List<Long> of = bounds.get(pieces);
      if (of == null) {
        of = bounds(connection, pieces, vehicles);
        bounds.put(pieces, of);
      }
      slices.addAll(cut(day, of));
    }
    return slices;
  }

  /** Into how many pieces a day is cut: an even number, or one. */
  static int pieces(long bytes) {
    if (bytes <= BYTES_MAX) {
      return 1;
    }
    long halves = Math.ceilDiv(bytes, 2 * BYTES_TARGET);
    return (int) Math.min(PER_DAY_MAX, 2 * halves);
  }

  /** Slices of a day between bounds, the first and the last included. */
  static List<Slice> cut(LocalDate day, List<Long> bounds) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i++) {
      if (bounds.get(i) < bounds.get(i + 1)) {
        slices.add(new Slice(day, bounds.get(i), bounds.get(i + 1)));
      }
    }
    return slices;
  }

  /** Bytes of the rows of each day. */
  static Map<LocalDate, Long> sizes(Connection connection) throws SQLException {
    Map<LocalDate, Long> sizes = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(SIZES);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sizes.put(row.getObject(1, LocalDate.class), row.getLong(2));
      }
    }
    return sizes;
  }

  private static List<LocalDate> minuteDays(Connection connection) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(MINUTE_DAYS);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        days.add(row.getObject(1, LocalDate.class));
      }
    }
    return days;
  }

  private static List<Long> bounds(Connection connection, int pieces, Range vehicles)
      throws SQLException {
    List<Long> bounds = new ArrayList<>(List.of(vehicles.from()));
    if (pieces > 1) {
      Double[] shares = new Double[pieces - 1];
      for (int i = 1; i < pieces; i++) {
        shares[i - 1] = (double) i / pieces;
      }
      try (PreparedStatement query = connection.prepareStatement(BOUNDS)) {
        query.setArray(1, connection.createArrayOf("float8", shares));
        query.setLong(2, vehicles.from());
        query.setLong(3, vehicles.to());
        try (ResultSet row = query.executeQuery()) {
          row.next();
          Array found = row.getArray(1);
          if (found != null) {
            bounds.addAll(List.of((Long[]) found.getArray()));
          }
        }
      }
    }
    bounds.add(vehicles.to());
    return bounds;
  }
}
