package io.evenkeel.load.pipeline;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads how far the pipeline is: where the live lane's log ends, and up to where it is stored. Not
 * thread-safe.
 */
final class PipelineProbe implements AutoCloseable {
  private static final String TOPIC = Topics.telemetry(Lane.LIVE);
  private static final String STORED =
      "select partition, max(next_source_offset) from evenkeel.sink_position where topic = ? group by 1";
  private static final String FRESHNESS =
      """
      select coalesce(percentile_cont(0.5) within group (order by seconds), 0),
             coalesce(percentile_cont(0.99) within group (order by seconds), 0), count(*)
      from (select extract(epoch from pg_xact_commit_timestamp(xmin) - ingest_time) as seconds
            from evenkeel.reading tablesample system (%s)
            where ingest_time >= to_timestamp(?) and ingest_time < to_timestamp(?)) as sample
      """;

  private final Admin admin;
  private final Connection database;
  private final int partitions;

  PipelineProbe(String kafka, String jdbcUrl) throws SQLException, InterruptedException {
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka));
    this.database = DriverManager.getConnection(jdbcUrl);
    try {
      this.partitions =
          admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().stream()
              .mapToInt(topic -> topic.partitions().size())
              .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not answer", e);
    }
  }

  /** Where the log ends, by partition. */
  long[] ends() throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    IntStream.range(0, partitions)
        .forEach(p -> wanted.put(new TopicPartition(TOPIC, p), OffsetSpec.latest()));
    try {
      long[] ends = new long[partitions];
      Map<TopicPartition, ListOffsetsResultInfo> offsets = admin.listOffsets(wanted).all().get();
      offsets.forEach((partition, end) -> ends[partition.partition()] = end.offset());
      return ends;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not answer", e);
    }
  }

  /** Up to where it is stored, by partition. */
  long[] stored() throws SQLException {
    long[] stored = new long[partitions];
    try (PreparedStatement query = database.prepareStatement(STORED)) {
      query.setString(1, Topics.clean(Lane.LIVE));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stored[rows.getInt(1)] = rows.getLong(2);
        }
      }
    }
    return stored;
  }

  /**
   * How long rows took from the gateway to their commit, from the database's own commit times.
   *
   * @param fromMillis of events that the gateway took from then on, Unix milliseconds
   * @param toMillis and before then
   * @param rows about so many were stored altogether; of many only some are looked at
   */
  Freshness freshness(long fromMillis, long toMillis, long rows) throws SQLException {
    double percent = Math.clamp(100.0 * Freshness.ROWS_LOOKED_AT / Math.max(1, rows), 0.01, 100);
    try (PreparedStatement query = database.prepareStatement(FRESHNESS.formatted(percent))) {
      query.setDouble(1, fromMillis / 1e3);
      query.setDouble(2, toMillis / 1e3);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return Freshness.ofSeconds(row.getDouble(1), row.getDouble(2), row.getLong(3));
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
    try {
      database.close();
    } catch (SQLException e) {
      // The server is about to be stopped.
    }
  }
}
