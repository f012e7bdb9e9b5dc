package io.evenkeel.sink.store;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.position.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The table {@code dead_letter}, as far as the sink fills it. */
final class DeadLetters {
  private static final String INSERT =
      "INSERT INTO evenkeel.dead_letter (topic, topic_id, partition, record_offset, event_index,"
          + " tenant_no, vehicle_id, event_time, stage, code, message, payload, events, lane, job,"
          + " vehicle, received_at, source_topic, source_partition, source_offset, record_key)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sink', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
    insert.setObject(8, time == null ? null : time(time), Types.TIMESTAMP_WITH_TIMEZONE);
    insert.setString(9, event.code());
    insert.setString(10, event.message().replace("\0", ""));
    insert.setBytes(11, event.payload());
    insert.setInt(12, event.events());
    insert.setString(15, event.vehicle());
    bindOrigin(insert, event.context());
  }

  // The clean record has it from one record of the telemetry topic: there the event is to be found.
  private static void bindOrigin(PreparedStatement insert, RecordContext context)
      throws SQLException {
    CleanRecord record = context.record();
    insert.setString(13, context.lane().id());
    insert.setString(14, context.job());
    insert.setObject(16, time(context.ingestTimeMillis()));
    insert.setString(17, Topics.telemetry(context.lane()));
    insert.setInt(18, record.summary().sourcePartition());
    insert.setLong(19, record.summary().sourceOffset());
    insert.setBytes(20, record.key().getBytes(StandardCharsets.UTF_8));
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
