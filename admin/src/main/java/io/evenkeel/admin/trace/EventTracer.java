package io.evenkeel.admin.trace;

import io.evenkeel.admin.AdminException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks up what became of events. */
public final class EventTracer {
  private static final int ROWS_MAX = 1_000;
  private static final String STORED =
      "SELECT r.event_id, r.event_time, r.ingest_time FROM evenkeel.reading r"
          + " JOIN evenkeel.vehicle v USING (vehicle_id) JOIN evenkeel.tenant t USING (tenant_no)"
          + " WHERE t.slug = ? AND v.name = ?"
          + " AND (?::uuid IS NULL OR r.event_id = ?::uuid)"
          + " AND (?::timestamptz IS NULL OR r.event_time = ?::timestamptz)"
          + " ORDER BY r.event_time, r.event_id LIMIT "
          + ROWS_MAX;
  // A letter of the gateway does not know its event's identity, and its time only as text: all of
  // the vehicle's are shown, those with another time left out.
  private static final String LETTERS =
      "SELECT d.dead_letter_id, d.stage, d.code, d.state, d.kept_at, d.event_time"
          + " FROM evenkeel.dead_letter d JOIN evenkeel.tenant t USING (tenant_no)"
          + " WHERE t.slug = ? AND d.vehicle = ?"
          + " AND (?::timestamptz IS NULL OR d.event_time IS NULL OR d.event_time = ?::timestamptz)"
          + " ORDER BY d.dead_letter_id DESC LIMIT "
          + ROWS_MAX;

  private final String jdbcUrl;
  private final LogScan log;

  /**
   * Traces of one pipeline.
   *
   * @param jdbcUrl with user and password
   */
  public EventTracer(String bootstrapServers, String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
    this.log = new LogScan(bootstrapServers, jdbcUrl);
  }

  /**
   * Looks events up.
   *
   * @throws AdminException if Kafka or the database do not answer
   */
  public EventTrace trace(EventQuery query) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      List<EventTrace.StoredEvent> stored = stored(connection, query);
      List<EventTrace.DeadEvent> letters = letters(connection, query);
      LogScan.Found found = log.find(query);
      return new EventTrace(found.acceptances(), stored, letters, found.isComplete());
    } catch (SQLException e) {
      throw new AdminException("the database does not answer: " + e.getMessage());
    }
  }

  private static List<EventTrace.StoredEvent> stored(Connection connection, EventQuery query)
      throws SQLException {
    List<EventTrace.StoredEvent> stored = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(STORED)) {
      UUID id = query.id().map(known -> known.toUuid()).orElse(null);
      statement.setString(1, query.tenant());
      statement.setString(2, query.vehicle());
      statement.setObject(3, id);
      statement.setObject(4, id);
      statement.setObject(5, time(query));
      statement.setObject(6, time(query));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          stored.add(
              new EventTrace.StoredEvent(
                  row.getObject(1, UUID.class), instant(row, 2), instant(row, 3)));
        }
      }
    }
    return stored;
  }

  private static List<EventTrace.DeadEvent> letters(Connection connection, EventQuery query)
      throws SQLException {
    List<EventTrace.DeadEvent> letters = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LETTERS)) {
      statement.setString(1, query.tenant());
      statement.setString(2, query.vehicle());
      statement.setObject(3, time(query));
      statement.setObject(4, time(query));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          letters.add(
              new EventTrace.DeadEvent(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  instant(row, 5),
                  row.getObject(6) == null ? null : instant(row, 6)));
        }
      }
    }
    return letters;
  }

  private static @Nullable OffsetDateTime time(EventQuery query) {
    return query.time().map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
