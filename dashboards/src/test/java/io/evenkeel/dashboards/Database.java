package io.evenkeel.dashboards;

import io.evenkeel.localstack.testing.TestStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database of the stack, with the owner's rights or those of a reader.
 *
 * @param url of the database
 * @param stack that knows its owner
 */
record Database(String url, TestStack stack) {
  private static final String PASSWORD = "reads";

  /** As the owner of the tables. */
  Connection owner() throws SQLException {
    return DriverManager.getConnection(url, stack.user(), stack.password());
  }

  /** Makes a role that reads one tenant's rows. */
  void createReader(String role, String tenant) throws SQLException {
    execute(
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '"
            + role
            + "') THEN "
            + "DROP OWNED BY "
            + role
            + "; DROP ROLE "
            + role
            + "; END IF; END $$",
        "CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'",
        "SELECT evenkeel.grant_reader('" + role + "', '" + tenant + "')");
  }

  /** As Grafana connects. */
  Connection reader(String role) throws SQLException {
    return DriverManager.getConnection(url, role, PASSWORD);
  }

  /** Removes what {@link #createReader} made. */
  void dropReader(String role) throws SQLException {
    execute("DROP OWNED BY " + role, "DROP ROLE " + role);
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = owner();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The number that a query of the owner gives. */
  long number(String sql) throws SQLException {
    try (Connection connection = owner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How many rows a query has that say anything: a row of nulls says nothing. */
  static int rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      int count = 0;
      while (rows.next()) {
        boolean says = false;
        for (int column = 1; column <= columns; column++) {
          says |= rows.getObject(column) != null;
        }
        count += says ? 1 : 0;
      }
      return count;
    }
  }

  /** How many values other than null, zero and labels of a chart a query has. */
  static int numbers(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      int count = 0;
      while (rows.next()) {
        // A chart's first column is its axis.
        for (int column = columns > 1 ? 2 : 1; column <= columns; column++) {
          Object value = rows.getObject(column);
          boolean zero = value instanceof Number number && number.doubleValue() == 0;
          count += value == null || zero ? 0 : 1;
        }
      }
      return count;
    }
  }

  /** The lines of a plan, with times and buffers. */
  static String plan(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return String.join("\n", lines);
  }
}
