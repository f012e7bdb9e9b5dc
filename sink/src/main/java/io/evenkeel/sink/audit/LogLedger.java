package io.evenkeel.sink.audit;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The tables {@code log_position} and {@code log_count}: how far the log was counted. A partition's
 * counts move in one transaction and only from where they were read, so that of two audits at the
 * same time one writes. Stateless.
 */
final class LogLedger {
  private static final String BEGIN =
      "INSERT INTO evenkeel.log_position"
          + " (cluster_id, topic_id, topic, partition, from_offset, next_offset)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String ADVANCE =
      "UPDATE evenkeel.log_position SET next_offset = ?, from_offset = coalesce(?, from_offset)"
          + " WHERE cluster_id = ? AND topic_id = ? AND partition = ? AND next_offset = ?";
  private static final String CLEAR =
      "DELETE FROM evenkeel.log_count WHERE cluster_id = ? AND topic_id = ? AND partition = ?";
  private static final String ADD =
      "INSERT INTO evenkeel.log_count AS c (cluster_id, topic_id, partition, tenant, job, events)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (cluster_id, topic_id, partition, tenant, job)"
          + " DO UPDATE SET events = c.events + excluded.events";

  private LogLedger() {}

  /** Notes how far the partitions of a lane were counted. */
  static void remember(Database database, DatabaseCut cut, TopicIds topics, LaneResult lane)
      throws SQLException {
    TopicIds.Topic topic = topics.topic(Topics.telemetry(lane.lane()));
    if (topic == null) {
      return;
    }
    List<PartitionAudit> moved = lane.partitions().stream().filter(LogLedger::hasMoved).toList();
    if (moved.isEmpty()) {
      return;
    }
    database.inTransaction(connection -> {
      for (PartitionAudit partition : moved) {
        new Writer(connection, topics.clusterId(), topic.id(), Topics.telemetry(lane.lane()))
            .write(partition, cut.booked(lane.lane().id(), partition.number()));
      }
      return moved.size();
    });
  }

  private static boolean hasMoved(PartitionAudit partition) {
    LogStart start = partition.logStart();
    return switch (start.kind()) {
      case BEGINNING -> partition.isCounted();
      case KNOWN -> partition.isCounted() && partition.source() > start.known();
      case BOOKS -> true;
    };
  }

  /** Writes within one transaction. */
  private record Writer(Connection connection, String clusterId, UUID topicId, String topic) {
    void write(PartitionAudit partition, Counts<Account> booked) throws SQLException {
      LogStart start = partition.logStart();
      boolean books = start.kind() == LogStart.Kind.BOOKS;
      boolean mine = start.known() < 0 ? begin(partition, books) : advance(partition, books);
      if (mine) {
        if (books) {
          clear(partition.number());
        }
        add(partition.number(), books ? booked : partition.logChange());
      }
    }

    private boolean begin(PartitionAudit partition, boolean books) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
        insert.setString(1, clusterId);
        insert.setObject(2, topicId);
        insert.setString(3, topic);
        insert.setInt(4, partition.number());
        insert.setLong(5, books ? partition.source() : 0);
        insert.setLong(6, partition.source());
        return insert.executeUpdate() == 1;
      }
    }

    private boolean advance(PartitionAudit partition, boolean books) throws SQLException {
      try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
        update.setLong(1, partition.source());
        update.setObject(2, books ? partition.source() : null, java.sql.Types.BIGINT);
        update.setString(3, clusterId);
        update.setObject(4, topicId);
        update.setInt(5, partition.number());
        update.setLong(6, partition.logStart().known());
        return update.executeUpdate() == 1;
      }
    }

    private void clear(int partition) throws SQLException {
      try (PreparedStatement delete = connection.prepareStatement(CLEAR)) {
        delete.setString(1, clusterId);
        delete.setObject(2, topicId);
        delete.setInt(3, partition);
        delete.executeUpdate();
      }
    }

    private void add(int partition, Counts<Account> counts) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(ADD)) {
        for (Account account : counts.keys()) {
          insert.setString(1, clusterId);
          insert.setObject(2, topicId);
          insert.setInt(3, partition);
          insert.setString(4, account.tenant());
          insert.setString(5, account.job());
          insert.setLong(6, counts.of(account));
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }
}
