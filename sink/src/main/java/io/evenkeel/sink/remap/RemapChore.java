package io.evenkeel.sink.remap;

import io.evenkeel.sink.caretaker.Chore;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Re-maps what is stored after an alias was added.
 *
 * <pre>
 *  waiting, pass 1 --> running, pass 1 --> waiting, pass 2 --> running, pass 2 --> done
 *                                             until everything is stored that was
 *                                             accepted before the alias took effect
 * </pre>
 */
public final class RemapChore implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(RemapChore.class);
  // A gateway uses an alias 2 s after it was written at the latest.
  private static final double SETTLE_SECONDS = 3;
  private static final String STORED =
      "SELECT topic, partition, next_source_offset FROM evenkeel.sink_position"
          + " WHERE cluster_id = ? AND next_source_offset IS NOT NULL";

  private final Database database;
  private final KafkaAccess kafka;
  private final RemapTable table;
  private final RemapWalk walk;
  // What each request's second pass waits for.
  private final Map<Long, Accepted> awaited = new HashMap<>();
  private @Nullable LogEnds logEnds;

  /** A chore for the signals of a catalogue. */
  public RemapChore(Database database, KafkaAccess kafka, SignalColumns columns) {
    this.database = database;
    this.kafka = kafka;
    this.table = new RemapTable(columns, SETTLE_SECONDS);
    this.walk = new RemapWalk(table, RemapWalk.ROWS_PER_STEP_MAX);
  }

  @Override
  public String name() {
    return "remap";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  @Override
  public boolean run() throws SQLException, InterruptedException {
    List<RemapRequest> open = open();
    awaited.keySet().retainAll(open.stream().map(RemapRequest::remapId).toList());
    for (RemapRequest request : open) {
      if (mayWalk(request)
          && database.inTransaction(connection -> walk.step(connection, request))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void idle() {
    awaited.clear();
    closeLogEnds();
  }

  private List<RemapRequest> open() throws SQLException {
    try (Connection connection = database.connection()) {
      return table.open(connection);
    }
  }

  private boolean mayWalk(RemapRequest request) throws SQLException, InterruptedException {
    if (request.pass() == 1 || request.walking()) {
      return true;
    }
    return request.settled() && isStored(request);
  }

  private boolean isStored(RemapRequest request) throws SQLException, InterruptedException {
    Accepted accepted = awaited.get(request.remapId());
    if (accepted == null) {
      accepted = accepted();
      if (accepted == null) {
        return false;
      }
      awaited.put(request.remapId(), accepted);
    }
    return accepted.isStored(stored(accepted.clusterId()));
  }

  /** What has been accepted until now; null while Kafka does not tell. */
  private @Nullable Accepted accepted() throws InterruptedException {
    try {
      LogEnds ends = logEnds;
      if (ends == null) {
        ends = new LogEnds(kafka);
        logEnds = ends;
      }
      return ends.now();
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("A re-map waits for Kafka");
      closeLogEnds();
      return null;
    }
  }

  private Map<TopicPartition, Long> stored(String clusterId) throws SQLException {
    Map<TopicPartition, Long> stored = new HashMap<>();
    try (Connection connection = database.connection();
        PreparedStatement query = connection.prepareStatement(STORED)) {
      query.setString(1, clusterId);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stored.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
        }
      }
    }
    return stored;
  }

  private void closeLogEnds() {
    if (logEnds != null) {
      logEnds.close();
      logEnds = null;
    }
  }
}
