package io.evenkeel.sink.store;

import io.evenkeel.sink.database.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows of one transaction in one of two ways, and, where a row is poison, finds it. Used
 * for one transaction.
 */
final class RowWriter {
  // Each named line costs one more COPY of the rest; beyond this many, halving is cheaper.
  private static final int NAMED_LINES_MAX = 8;

  private final ReadingTable table;
  private final Connection connection;
  private final WritePath path;
  private final List<Row> stored = new ArrayList<>();
  private final List<Row> duplicates = new ArrayList<>();
  private final List<DeadEvent> dead = new ArrayList<>();
  private int namedLines;

  RowWriter(ReadingTable table, Connection connection, WritePath path) {
    this.table = table;
    this.connection = connection;
    this.path = path;
  }

  /** Writes all rows or fails. */
  void write(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    List<Row> known =
        switch (path) {
          case COPY -> {
            table.copy(connection, rows);
            yield List.of();
          }
          case FALLBACK -> table.copyNew(connection, rows);
        };
    addStored(rows, known);
  }

  /** Writes what the database takes and sets aside what it refuses. */
  void writeAround(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Savepoint before = connection.setSavepoint();
    try {
      write(rows);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!(SqlFault.of(e) instanceof SqlFault.Poison poison)) {
        throw e;
      }
      connection.rollback(before);
      setAside(rows, poison);
    }
  }

  /** Rows that are in the table now, in order of their keys unless some were refused. */
  List<Row> stored() {
    return stored;
  }

  /** Rows that were in the table before. */
  List<Row> duplicates() {
    return duplicates;
  }

  /** Rows that the database refuses. */
  List<DeadEvent> dead() {
    return dead;
  }

  private void setAside(List<Row> rows, SqlFault.Poison poison) throws SQLException {
    int named = poison.line().orElse(0);
    if (rows.size() == 1) {
      addDead(rows.getFirst(), poison);
    } else if (named >= 1 && named <= rows.size() && namedLines < NAMED_LINES_MAX) {
      namedLines++;
      addDead(rows.get(named - 1), poison);
      List<Row> rest = new ArrayList<>(rows);
      rest.remove(named - 1);
      writeAround(rest);
    } else {
      writeAround(rows.subList(0, rows.size() / 2));
      writeAround(rows.subList(rows.size() / 2, rows.size()));
    }
  }

  private void addDead(Row row, SqlFault.Poison poison) {
    String message = poison.message() + " (SQLSTATE " + poison.sqlState() + ")";
    dead.add(DeadEvent.of(row, DeadEvent.REFUSED_BY_DATABASE, message));
  }

  private void addStored(List<Row> rows, List<Row> known) {
    if (known.isEmpty()) {
      stored.addAll(rows);
      return;
    }
    int next = 0;
    for (Row row : rows) {
      if (next < known.size() && known.get(next).equals(row)) {
        next++;
        duplicates.add(row);
      } else {
        stored.add(row);
      }
    }
  }
}
