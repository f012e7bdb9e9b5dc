package io.evenkeel.admin.letter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter as a condition of SQL on {@code dead_letter d} joined with {@code tenant t}.
 *
 * @param sql with a question mark for each value
 * @param values in order
 */
record LetterCondition(String sql, List<Object> values) {
  static LetterCondition of(LetterFilter filter) {
    List<String> parts = new ArrayList<>(List.of("true"));
    List<Object> values = new ArrayList<>();
    if (!filter.ids().isEmpty()) {
      parts.add("d.dead_letter_id = ANY (?)");
      values.add(filter.ids().toArray(Long[]::new));
    }
    filter.tenant().ifPresent(value -> equal("t.slug", value, parts, values));
    filter.stage().ifPresent(value -> equal("d.stage", value, parts, values));
    filter.code().ifPresent(value -> equal("d.code", value, parts, values));
    filter.vehicle().ifPresent(value -> equal("d.vehicle", value, parts, values));
    filter.since().ifPresent(value -> time("d.kept_at >= ?", value, parts, values));
    filter.until().ifPresent(value -> time("d.kept_at < ?", value, parts, values));
    if (!filter.states().isEmpty()) {
      parts.add("d.state = ANY (?)");
      values.add(filter.states().stream().map(LetterState::sql).sorted().toArray(String[]::new));
    }
    return new LetterCondition(String.join(" AND ", parts), List.copyOf(values));
  }

  /** Binds the values from a place on and returns the place after them. */
  int bind(Connection connection, PreparedStatement statement, int from) throws SQLException {
    int place = from;
    for (Object value : values) {
      switch (value) {
        case Long[] ids -> statement.setArray(place, connection.createArrayOf("int8", ids));
        case String[] texts -> statement.setArray(place, connection.createArrayOf("text", texts));
        default -> statement.setObject(place, value);
      }
      place++;
    }
    return place;
  }

  private static void equal(String column, String value, List<String> parts, List<Object> values) {
    parts.add(column + " = ?");
    values.add(value);
  }

  private static void time(
      String condition, Instant value, List<String> parts, List<Object> values) {
    parts.add(condition);
    values.add(value.atOffset(ZoneOffset.UTC));
  }
}
