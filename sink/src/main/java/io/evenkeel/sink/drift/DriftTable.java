package io.evenkeel.sink.drift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table {@code drift}: what is found now, and nothing else. Stateless. */
final class DriftTable {
  private static final String READ = "SELECT tenant_no, kind, name FROM evenkeel.drift";
  private static final String DELETE =
      "DELETE FROM evenkeel.drift WHERE tenant_no = ? AND kind = ? AND name = ?";
  private static final String ADD =
      "INSERT INTO evenkeel.drift (tenant_no, kind, name, share_before, share_now, since)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_no, kind, name) DO NOTHING";
  // Shares move a little all the time: only what people would notice is written.
  private static final String UPDATE =
      "UPDATE evenkeel.drift SET share_before = ?, share_now = ?"
          + " WHERE tenant_no = ? AND kind = ? AND name = ?"
          + " AND (abs(share_before - ?) > 0.005 OR abs(share_now - ?) > 0.005)";
  private static final Comparator<DriftRow.Key> ORDER =
      Comparator.comparingInt(DriftRow.Key::tenantNo)
          .thenComparing(DriftRow.Key::kind)
          .thenComparing(DriftRow.Key::name);

  private DriftTable() {}

  /**
   * Makes the table hold these findings, in the connection's transaction.
   *
   * @return those that were not there before
   */
  static List<DriftRow> replace(Connection connection, List<DriftRow> found) throws SQLException {
    Set<DriftRow.Key> gone = read(connection);
    found.forEach(row -> gone.remove(row.key()));
    for (DriftRow.Key key : gone.stream().sorted(ORDER).toList()) {
      delete(connection, key);
    }
    List<DriftRow> fresh = new ArrayList<>();
    for (DriftRow row :
        found.stream().sorted(Comparator.comparing(DriftRow::key, ORDER)).toList()) {
      if (!update(connection, row) && add(connection, row)) {
        fresh.add(row);
      }
    }
    return fresh;
  }

  private static Set<DriftRow.Key> read(Connection connection) throws SQLException {
    Set<DriftRow.Key> keys = new HashSet<>();
    try (PreparedStatement read = connection.prepareStatement(READ);
        ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        Finding.Kind kind = Finding.Kind.valueOf(rows.getString(2).toUpperCase(Locale.ROOT));
        keys.add(new DriftRow.Key(rows.getInt(1), kind, rows.getString(3)));
      }
    }
    return keys;
  }

  private static void delete(Connection connection, DriftRow.Key key) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      bind(delete, 1, key);
      delete.executeUpdate();
    }
  }

  private static boolean update(Connection connection, DriftRow row) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      update.setDouble(1, row.finding().before());
      update.setDouble(2, row.finding().now());
      bind(update, 3, row.key());
      update.setDouble(6, row.finding().before());
      update.setDouble(7, row.finding().now());
      return update.executeUpdate() > 0;
    }
  }

  private static boolean add(Connection connection, DriftRow row) throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      bind(add, 1, row.key());
      add.setDouble(4, row.finding().before());
      add.setDouble(5, row.finding().now());
      add.setTimestamp(6, Timestamp.from(row.since()));
      return add.executeUpdate() > 0;
    }
  }

  private static void bind(PreparedStatement statement, int from, DriftRow.Key key)
      throws SQLException {
    statement.setInt(from, key.tenantNo());
    statement.setString(from + 1, key.kind().id());
    statement.setString(from + 2, key.name());
  }
}
