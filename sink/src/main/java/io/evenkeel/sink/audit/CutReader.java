package io.evenkeel.sink.audit;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.audit.DatabaseCut.LanePartition;
import io.evenkeel.sink.audit.DatabaseCut.LogPosition;
import io.evenkeel.sink.audit.DatabaseCut.Position;
import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import io.evenkeel.sink.store.Vehicles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads the accounts within one snapshot. One object an audit. */
final class CutReader {
  private static final int BURIED_MAX = 1_000_000;

  // The lane of a topic, by the end of its name.
  private static final String LANE = "substring(%s FROM '[^.]*$')";
  private static final String TENANTS = "SELECT tenant_no, slug FROM evenkeel.tenant";
  private static final String POSITIONS =
      "SELECT cluster_id, topic_id, topic, partition, next_offset, next_source_offset"
          + " FROM evenkeel.sink_position";
  private static final String BOOKS =
      "SELECT tenant_no, lane, job, partition, sum(events_in)::bigint,"
          + " sum(duplicate_processor)::bigint, sum(dead_processor)::bigint, sum(stored)::bigint,"
          + " sum(duplicate_sink)::bigint, sum(dead_sink)::bigint"
          + " FROM evenkeel.book GROUP BY 1, 2, 3, 4";
  private static final String UNBALANCED =
      "SELECT tenant_no, lane, job, partition, day,"
          + " abs(events_in - events_out - duplicate_processor - dead_processor)"
          + " + abs(events_out - stored - duplicate_sink - dead_sink) AS amount FROM evenkeel.book"
          + " WHERE events_in <> events_out + duplicate_processor + dead_processor"
          + " OR events_out <> stored + duplicate_sink + dead_sink";
  // A letter of the processor may be here before the sink has come to its record.
  private static final String LETTERS =
      "SELECT d.tenant_no, d.stage, sum(d.events)::bigint FROM evenkeel.dead_letter d"
          + " LEFT JOIN evenkeel.sink_position p ON d.stage = 'processor' AND p.cluster_id = ?"
          + " AND p.topic_id = ANY (?) AND p.partition = d.source_partition"
          + " AND p.topic = replace(d.source_topic, '.telemetry.', '.clean.')"
          + " WHERE NOT coalesce(d.source_offset >= p.next_source_offset, false) GROUP BY 1, 2";
  private static final String BURIED =
      "SELECT "
          + LANE.formatted("d.source_topic")
          + ", d.source_partition, d.source_offset FROM evenkeel.dead_letter d"
          + " LEFT JOIN evenkeel.log_position l ON l.cluster_id = ? AND l.topic_id = ANY (?)"
          + " AND l.topic = d.source_topic AND l.partition = d.source_partition"
          + " WHERE d.stage = 'processor' AND d.source_offset >= coalesce(l.next_offset, 0) LIMIT "
          + BURIED_MAX;
  private static final String REFUSED =
      "SELECT tenant_no, sum(events)::bigint FROM evenkeel.refusal GROUP BY 1";
  private static final String REMOVED =
      "SELECT tenant_no, account, sum(expired)::bigint, sum(erased)::bigint"
          + " FROM evenkeel.removal GROUP BY 1, 2";
  private static final String LOG_POSITIONS =
      "SELECT "
          + LANE.formatted("topic")
          + ", partition, from_offset, next_offset FROM evenkeel.log_position"
          + " WHERE cluster_id = ? AND topic_id = ANY (?)";
  private static final String LOG_COUNTS =
      "SELECT "
          + LANE.formatted("p.topic")
          + ", c.partition, c.tenant, c.job, c.events FROM evenkeel.log_count c"
          + " JOIN evenkeel.log_position p USING (cluster_id, topic_id, partition)"
          + " WHERE c.cluster_id = ? AND c.topic_id = ANY (?)";
  private static final String PAST =
      "SELECT DISTINCT "
          + LANE.formatted("topic")
          + " FROM (SELECT cluster_id, topic_id, topic FROM evenkeel.sink_position"
          + " UNION SELECT cluster_id, topic_id, topic FROM evenkeel.log_position) p"
          + " WHERE NOT (cluster_id = ? AND topic_id = ANY (?))";
  private static final String EXPIRED = "SELECT day FROM evenkeel.expired_day";

  private final Connection connection;
  private final TopicIds topics;
  private final Map<Integer, String> tenants = new HashMap<>();

  CutReader(Connection connection, TopicIds topics) {
    this.connection = connection;
    this.topics = topics;
  }

  DatabaseCut read() throws SQLException {
    each(TENANTS, row -> tenants.put(row.getInt(1), row.getString(2)));
    List<Instant> at = list("SELECT now()", row -> time(row, 1));
    List<Position> positions = list(POSITIONS, CutReader::position);
    Map<Account, BookEntry> books = new HashMap<>();
    each(BOOKS, row -> books.put(account(row), entry(row)));
    List<Finding> unbalanced = list(UNBALANCED, this::unbalanced);
    Counts<TenantStage> letters = new Counts<>();
    eachOf(LETTERS, row -> letters.add(stage(row), row.getLong(3)));
    Set<SourcePlace> buried = new HashSet<>();
    eachOf(
        BURIED,
        row -> buried.add(new SourcePlace(row.getString(1), row.getInt(2), row.getLong(3))));
    Counts<String> refused = new Counts<>();
    each(REFUSED, row -> refused.add(tenant(row), row.getLong(2)));
    Map<TenantStage, Removed> removed = new HashMap<>();
    each(REMOVED, row -> removed.put(stage(row), new Removed(row.getLong(3), row.getLong(4))));
    return new DatabaseCut(
        at.getFirst(),
        tenants,
        positions,
        books,
        unbalanced,
        letters,
        buried,
        refused,
        removed,
        logPositions(),
        logCounts(),
        past(),
        expiredDays());
  }

  private Map<LanePartition, LogPosition> logPositions() throws SQLException {
    Map<LanePartition, LogPosition> found = new HashMap<>();
    eachOf(
        LOG_POSITIONS,
        row ->
            found.put(
                new LanePartition(row.getString(1), row.getInt(2)),
                new LogPosition(row.getLong(3), row.getLong(4))));
    return found;
  }

  private Counts<Account> logCounts() throws SQLException {
    Counts<Account> counts = new Counts<>();
    eachOf(
        LOG_COUNTS,
        row ->
            counts.add(
                new Account(row.getString(3), row.getString(1), row.getString(4), row.getInt(2)),
                row.getLong(5)));
    return counts;
  }

  private Set<String> past() throws SQLException {
    Set<String> known = new HashSet<>();
    for (Lane lane : Lane.values()) {
      known.add(lane.id());
    }
    Set<String> past = new HashSet<>();
    eachOf(PAST, row -> past.add(row.getString(1)));
    past.retainAll(known);
    return past;
  }

  private Set<LocalDate> expiredDays() throws SQLException {
    return new HashSet<>(list(EXPIRED, row -> row.getObject(1, LocalDate.class)));
  }

  private String tenant(ResultSet row) throws SQLException {
    return tenants.getOrDefault(row.getInt(1), Vehicles.NO_TENANT);
  }

  private TenantStage stage(ResultSet row) throws SQLException {
    return new TenantStage(tenant(row), row.getString(2));
  }

  private Account account(ResultSet row) throws SQLException {
    return new Account(tenant(row), row.getString(2), row.getString(3), row.getInt(4));
  }

  private Finding unbalanced(ResultSet row) throws SQLException {
    long amount = row.getLong("amount");
    return Finding.of(
        account(row),
        Check.BOOKS,
        amount,
        "The entry of day %s in the books does not add up: %d events are missing or too much"
            .formatted(row.getString("day"), amount));
  }

  private static Position position(ResultSet row) throws SQLException {
    long source = row.getLong(6);
    OptionalLong nextSource = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(source);
    return new Position(
        row.getString(1),
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getInt(4),
        row.getLong(5),
        nextSource);
  }

  private static BookEntry entry(ResultSet row) throws SQLException {
    return new BookEntry(
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private <T> List<T> list(String sql, RowMapper<T> mapper) throws SQLException {
    List<T> values = new ArrayList<>();
    each(sql, row -> values.add(mapper.map(row)));
    return values;
  }

  private void each(String sql, RowReader reader) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  /** For queries about the topics as they are now. */
  private void eachOf(String sql, RowReader reader) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, topics.clusterId());
      query.setArray(2, connection.createArrayOf("uuid", topics.all().toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** Reads the row that a result stands on. */
  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Makes a value of the row that a result stands on. */
  @FunctionalInterface
  private interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }
}
