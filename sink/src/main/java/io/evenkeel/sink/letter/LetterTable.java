package io.evenkeel.sink.letter;

import io.evenkeel.sink.letter.Letter.Reason;
import io.evenkeel.sink.letter.Letter.Request;
import io.evenkeel.sink.letter.Letter.Source;
import io.evenkeel.sink.position.PartitionLease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code dead_letter}, as far as the topic fills it. Stateless. */
final class LetterTable {
  private static final String INSERT =
      "INSERT INTO evenkeel.dead_letter (topic, topic_id, partition, record_offset, event_index,"
          + " tenant_no, stage, code, message, exception, first_failed_at, attempts, source_topic,"
          + " source_partition, source_offset, lane, job, vehicle, faulty_name, received_at,"
          + " content_type, content_encoding, record_key, payload, headers, events)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?::jsonb, ?)"
          + " ON CONFLICT (topic, topic_id, partition, record_offset, event_index) DO NOTHING";

  private LetterTable() {}

  /**
   * Adds letters in the connection's transaction.
   *
   * @return those that were not there before
   */
  static List<Kept> add(Connection connection, List<Kept> letters) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Kept kept : letters) {
        bind(insert, kept);
        insert.addBatch();
      }
      int[] counts = insert.executeBatch();
      List<Kept> added = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          added.add(letters.get(i));
        }
      }
      return added;
    }
  }

  private static void bind(PreparedStatement insert, Kept kept) throws SQLException {
    Letter letter = kept.letter();
    insert.setString(1, kept.lease().topic().topic());
    insert.setObject(2, kept.lease().topic().topicId());
    insert.setInt(3, kept.lease().partition());
    insert.setLong(4, letter.offset());
    insert.setInt(6, kept.tenantNo());
    bindReason(insert, letter.reason());
    bindSource(insert, letter.source());
    insert.setString(16, letter.lane());
    insert.setString(17, letter.job());
    bindRequest(insert, letter.request());
    insert.setString(21, letter.contentType());
    insert.setString(22, letter.contentEncoding());
    insert.setBytes(23, letter.key());
    insert.setBytes(24, letter.payload());
    insert.setString(25, letter.headersJson());
    insert.setInt(26, letter.events());
  }

  private static void bindReason(PreparedStatement insert, Reason reason) throws SQLException {
    insert.setString(7, reason.stage().id());
    insert.setString(8, reason.code());
    insert.setString(9, reason.message());
    insert.setString(10, reason.exception());
    insert.setObject(11, time(reason.firstFailedAtMillis()));
    insert.setInt(12, reason.replays());
  }

  private static void bindSource(PreparedStatement insert, @Nullable Source source)
      throws SQLException {
    insert.setString(13, source == null ? null : source.topic());
    insert.setObject(14, source == null ? null : source.partition(), Types.INTEGER);
    insert.setObject(15, source == null ? null : source.offset(), Types.BIGINT);
  }

  private static void bindRequest(PreparedStatement insert, Request request) throws SQLException {
    insert.setInt(5, request.index());
    insert.setString(18, request.vehicle());
    insert.setString(19, request.faultyName());
    Long received = request.receivedAtMillis();
    insert.setObject(20, received == null ? null : time(received), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** A letter with what the database knows about it. */
  record Kept(PartitionLease lease, Letter letter, int tenantNo) {}
}
