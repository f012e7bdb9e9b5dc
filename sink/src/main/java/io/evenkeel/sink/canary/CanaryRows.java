package io.evenkeel.sink.canary;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Looks for the canary's rows as a customer would: by vehicle, time and id. Stateless. */
final class CanaryRows {
  // The key does not say whose it is, and other tenants may have a vehicle of this name: the id
  // tells which rows are meant.
  private static final String STORED =
      """
      SELECT r.event_id FROM evenkeel.tenant t
      JOIN evenkeel.vehicle v ON v.tenant_no = t.tenant_no AND v.name = ?
      JOIN evenkeel.reading r ON r.vehicle_id = v.vehicle_id
      WHERE r.event_time >= ? AND r.event_time <= ? AND r.event_id = ANY (?)\
      """;

  private CanaryRows() {}

  /** Which of the events are stored. */
  static Set<UUID> stored(Database database, List<CanaryEvent> events) throws SQLException {
    long first = events.stream().mapToLong(CanaryEvent::timeMillis).min().orElse(0);
    long last = events.stream().mapToLong(CanaryEvent::timeMillis).max().orElse(0);
    try (Connection connection = database.connection();
        PreparedStatement query = connection.prepareStatement(STORED)) {
      query.setString(1, CanaryEvent.VEHICLE);
      query.setTimestamp(2, Timestamp.from(Instant.ofEpochMilli(first)));
      query.setTimestamp(3, Timestamp.from(Instant.ofEpochMilli(last)));
      Object[] ids = events.stream().map(CanaryEvent::id).toArray();
      query.setArray(4, connection.createArrayOf("uuid", ids));
      Set<UUID> stored = new HashSet<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stored.add(rows.getObject(1, UUID.class));
        }
      }
      return stored;
    }
  }
}
