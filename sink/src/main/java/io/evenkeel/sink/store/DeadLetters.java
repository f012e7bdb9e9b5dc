package io.evenkeel.sink.store;

import io.evenkeel.sink.position.TopicIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The table {@code dead_letter}, as far as the sink fills it. */
final class DeadLetters {
  private static final String INSERT =
      "INSERT INTO evenkeel.dead_letter (topic, topic_id, partition, record_offset, event_index,"
          + " tenant_no, vehicle_id, event_time, stage, code, message, payload)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sink', ?, ?, ?)"
          + " ON CONFLICT (topic, topic_id, partition, record_offset, event_index) DO NOTHING";

  private DeadLetters() {}

  static void add(Connection connection, List<DeadEvent> dead) throws SQLException {
    if (dead.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (DeadEvent event : dead) {
        bind(insert, event);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, DeadEvent event) throws SQLException {
    TopicIdentity topic = event.context().lease().topic();
    insert.setString(1, topic.topic());
    insert.setObject(2, topic.topicId());
    insert.setInt(3, event.context().lease().partition());
    insert.setLong(4, event.context().record().offset());
    insert.setInt(5, event.eventIndex());
    insert.setInt(6, event.context().tenantNo());
    insert.setObject(7, event.vehicleId(), Types.BIGINT);
    Long time = event.timeMillis();
    insert.setObject(
        8,
        time == null ? null : Instant.ofEpochMilli(time).atOffset(ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    insert.setString(9, event.code());
    insert.setString(10, event.message().replace("\0", ""));
    insert.setBytes(11, event.payload());
  }
}
