package io.evenkeel.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** The table {@code operator_action}: who did what when. */
public final class OperatorTrail {
  private static final String INSERT =
      "INSERT INTO evenkeel.operator_action (actor, action, detail) VALUES (?, ?, ?::jsonb)";
  private static final ObjectMapper JSON = new ObjectMapper();

  private OperatorTrail() {}

  /**
   * Adds an entry, in the connection's transaction if it has one.
   *
   * @param actor who
   * @param action what, a constant
   * @param detail names and values
   */
  public static void add(Connection connection, String actor, String action, Map<String, ?> detail)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, actor);
      insert.setString(2, action);
      insert.setString(3, json(detail));
      insert.executeUpdate();
    }
  }

  /** Names and values as a JSON object. */
  public static String json(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON values: " + values.keySet(), e);
    }
  }
}
