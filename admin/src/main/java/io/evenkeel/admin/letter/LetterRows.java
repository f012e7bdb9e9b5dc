package io.evenkeel.admin.letter;

import io.evenkeel.admin.AdminException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** How letters are read from the database. */
final class LetterRows {
  static final String COLUMNS =
      "d.dead_letter_id, t.slug, d.stage, d.code, d.message, d.faulty_name, d.lane, d.job,"
          + " d.vehicle, d.event_index, d.events, d.topic, d.partition, d.record_offset,"
          + " d.content_type, d.content_encoding, d.payload, d.received_at, d.kept_at, d.state,"
          + " d.attempts, d.replay_id";

  static final String FROM =
      " FROM evenkeel.dead_letter d JOIN evenkeel.tenant t USING (tenant_no) WHERE ";

  private LetterRows() {}

  static List<Letter> letters(PreparedStatement statement) throws SQLException {
    List<Letter> letters = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        letters.add(letter(row));
      }
    }
    return letters;
  }

  private static Letter letter(ResultSet row) throws SQLException {
    return new Letter(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getInt(10),
        row.getInt(11),
        row.getString(12) + "-" + row.getInt(13) + " @ " + row.getLong(14),
        row.getString(15),
        row.getString(16),
        row.getBytes(17),
        row.getObject(18) == null ? null : instant(row, 18),
        instant(row, 19),
        LetterState.of(row.getString(20)),
        row.getInt(21),
        row.getLong(22));
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static AdminException failed(SQLException e) {
    return new AdminException("the database did not do it: " + e.getMessage());
  }
}
