package io.evenkeel.localstack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes databases on a server. */
public final class Databases {
  private Databases() {}

  /**
   * Makes an empty database unless it exists.
   *
   * @param url JDBC URL of a database that exists on the server
   * @param name letters, digits and underscores, beginning with a letter
   */
  public static void createIfAbsent(String url, String user, String password, String name)
      throws SQLException {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("Not a plain database name: " + name);
    }
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      if (!exists(connection, name)) {
        // CREATE DATABASE takes no parameters; the name was checked above.
        statement.execute("CREATE DATABASE " + name);
      }
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }
}
