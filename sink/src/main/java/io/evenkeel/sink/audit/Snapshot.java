package io.evenkeel.sink.audit;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * One moment of the database, seen by several connections. The tables of readings are locked
 * against removal first: a day that is dropped vanishes from every snapshot at once. Readers and
 * writers do not wait for these locks.
 */
final class Snapshot implements AutoCloseable {
  // The planner takes minutes for many more than they are, and would sort every row.
  private static final String HASH_NOT_SORT = " SET LOCAL enable_sort = off;";
  // Statements end for other reasons: the pieces are bounded, and so is the socket's patience.
  private static final String BEGIN =
      "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
          + " SET LOCAL jit = off; SET LOCAL work_mem = '192MB'; SET LOCAL hash_mem_multiplier = 2;"
          + HASH_NOT_SORT
          + " SET LOCAL max_parallel_workers_per_gather = 0";
  private static final String KEEP_DAYS = "LOCK TABLE evenkeel.reading IN ACCESS SHARE MODE";
  private static final Pattern SNAPSHOT_NAME = Pattern.compile("[0-9A-Fa-f-]+");

  private final Database database;
  private final Connection connection;
  private final String name;

  private Snapshot(Database database, Connection connection, String name) {
    this.database = database;
    this.connection = connection;
    this.name = name;
  }

  /** Takes a snapshot. */
  static Snapshot take(Database database) throws SQLException {
    Connection connection = begin(database);
    try (Statement statement = connection.createStatement()) {
      statement.execute(BEGIN);
      statement.execute(KEEP_DAYS);
      try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
        row.next();
        return new Snapshot(database, connection, row.getString(1));
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The connection that took it; for one thread. */
  Connection connection() {
    return connection;
  }

  /** Another connection that sees the same; the caller closes it. */
  Connection another() throws SQLException {
    if (!SNAPSHOT_NAME.matcher(name).matches()) {
      throw new SQLException("The server names its snapshot in an unknown form");
    }
    Connection other = begin(database);
    try (Statement statement = other.createStatement()) {
      statement.execute("SET TRANSACTION SNAPSHOT '" + name + "'");
      statement.execute(BEGIN);
      return other;
    } catch (SQLException e) {
      other.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  // Nothing is ever written, so giving the connection back, which rolls back, loses nothing.
  private static Connection begin(Database database) throws SQLException {
    Connection connection = database.connection();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    return connection;
  }
}
