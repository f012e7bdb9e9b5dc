package io.evenkeel.sink.position;

import io.evenkeel.sink.SinkStoppedException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code sink_position}: claims a partition by raising its epoch, and moves positions
 * only for the latest epoch. A process that lost a partition without noticing changes no row and so
 * cannot commit. Stateless.
 */
public final class SinkPositions {
  private static final String OTHER_TOPIC =
      "SELECT topic_id FROM evenkeel.sink_position"
          + " WHERE cluster_id = ? AND topic = ? AND topic_id <> ? LIMIT 1";

  private static final String OTHER_SOURCE =
      "SELECT source_topic_id FROM evenkeel.sink_position"
          + " WHERE cluster_id = ? AND topic_id = ? AND source_topic_id <> ? LIMIT 1";

  private static final String CLAIM =
      "INSERT INTO evenkeel.sink_position AS p"
          + " (cluster_id, topic_id, topic, partition, epoch, next_offset, source_topic_id)"
          + " VALUES (?, ?, ?, ?, 1, ?, ?)"
          + " ON CONFLICT (cluster_id, topic_id, partition)"
          + " DO UPDATE SET epoch = p.epoch + 1, updated_at = now(),"
          + " source_topic_id = coalesce(p.source_topic_id, excluded.source_topic_id)"
          + " RETURNING epoch, next_offset, next_source_offset";

  private static final String ADVANCE =
      "UPDATE evenkeel.sink_position p SET next_offset = a.next_offset,"
          + " next_source_offset = coalesce(a.next_source, p.next_source_offset), updated_at = now()"
          + " FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])"
          + " AS a (partition, epoch, expected, next_offset, next_source)"
          + " WHERE p.cluster_id = ? AND p.topic_id = ? AND p.partition = a.partition"
          + " AND p.epoch = a.epoch AND p.next_offset = a.expected";

  private static final String READ =
      "SELECT partition, epoch, next_offset, next_source_offset FROM evenkeel.sink_position"
          + " WHERE cluster_id = ? AND topic_id = ?";

  private SinkPositions() {}

  /**
   * Takes partitions over from whoever had them; one that is new starts at its beginning.
   *
   * @param source the topic that the records were made from, null where there is none to compare
   * @param beginnings partition to the first offset in its log
   * @throws SinkStoppedException if positions of an earlier topic of this name exist, or if they
   *     were made from another source
   */
  public static List<PartitionLease> claim(
      Connection connection,
      TopicIdentity topic,
      @Nullable TopicIdentity source,
      Map<Integer, Long> beginnings)
      throws SQLException {
    requireSameTopic(connection, topic);
    if (source != null) {
      requireSameSource(connection, topic, source);
    }
    List<PartitionLease> leases = new ArrayList<>();
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      for (Map.Entry<Integer, Long> beginning : beginnings.entrySet()) {
        claim.setString(1, topic.clusterId());
        claim.setObject(2, topic.topicId());
        claim.setString(3, topic.topic());
        claim.setInt(4, beginning.getKey());
        claim.setLong(5, beginning.getValue());
        claim.setObject(6, source == null ? null : source.topicId(), Types.OTHER);
        try (ResultSet row = claim.executeQuery()) {
          row.next();
          leases.add(
              new PartitionLease(
                  topic, beginning.getKey(), row.getLong(1), row.getLong(2), optional(row, 3)));
        }
      }
    }
    return leases;
  }

  /**
   * Moves positions. To be the first statement of the transaction that stores what lies between:
   * when it returns false, roll back.
   *
   * @param advances at most one a partition, all of one topic
   * @return whether every position was where it was expected, under its lease's epoch
   */
  public static boolean advance(Connection connection, List<Advance> advances) throws SQLException {
    TopicIdentity topic = advances.getFirst().lease().topic();
    try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
      update.setArray(1, array(connection, "int4", advances, a -> a.lease().partition()));
      update.setArray(2, array(connection, "int8", advances, a -> a.lease().epoch()));
      update.setArray(3, array(connection, "int8", advances, Advance::expectedOffset));
      update.setArray(4, array(connection, "int8", advances, Advance::nextOffset));
      update.setArray(5, array(connection, "int8", advances, Advance::nextSourceOrNull));
      update.setString(6, topic.clusterId());
      update.setObject(7, topic.topicId());
      return update.executeUpdate() == advances.size();
    }
  }

  /** All positions of a topic, by partition. */
  public static Map<Integer, StoredPosition> read(Connection connection, TopicIdentity topic)
      throws SQLException {
    Map<Integer, StoredPosition> positions = new HashMap<>();
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setString(1, topic.clusterId());
      read.setObject(2, topic.topicId());
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          positions.put(
              rows.getInt(1),
              new StoredPosition(rows.getLong(2), rows.getLong(3), optional(rows, 4)));
        }
      }
    }
    return positions;
  }

  private static void requireSameTopic(Connection connection, TopicIdentity topic)
      throws SQLException {
    try (PreparedStatement other = connection.prepareStatement(OTHER_TOPIC)) {
      other.setString(1, topic.clusterId());
      other.setString(2, topic.topic());
      other.setObject(3, topic.topicId());
      try (ResultSet row = other.executeQuery()) {
        if (row.next()) {
          throw new SinkStoppedException(
              "The topic "
                  + topic.topic()
                  + " was deleted and made again: positions belong to topic id "
                  + row.getString(1)
                  + ", the topic now has "
                  + topic.topicId()
                  + ". If what was not stored of the old topic may be given up, delete its rows"
                  + " from evenkeel.sink_position and start again.");
        }
      }
    }
  }

  // Where its offsets happen to fit, records of the new topic would pass for those of the old.
  private static void requireSameSource(
      Connection connection, TopicIdentity topic, TopicIdentity source) throws SQLException {
    try (PreparedStatement other = connection.prepareStatement(OTHER_SOURCE)) {
      other.setString(1, topic.clusterId());
      other.setObject(2, topic.topicId());
      other.setObject(3, source.topicId());
      try (ResultSet row = other.executeQuery()) {
        if (row.next()) {
          throw new SinkStoppedException(
              "The topic "
                  + source.topic()
                  + " was deleted and made again: "
                  + topic.topic()
                  + " was made from topic id "
                  + row.getString(1)
                  + ", the topic now has "
                  + source.topicId()
                  + ". What was not processed of the old topic is lost. To go on with the new one,"
                  + " stop the processor, move its group to the beginning of the topic, set"
                  + " source_topic_id and next_source_offset to NULL in the rows of "
                  + topic.topic()
                  + " in evenkeel.sink_position, and start again.");
        }
      }
    }
  }

  private static OptionalLong optional(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Array array(
      Connection connection,
      String type,
      List<Advance> advances,
      Function<Advance, @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[advances.size()];
    Arrays.setAll(values, i -> value.apply(advances.get(i)));
    return connection.createArrayOf(type, values);
  }
}
