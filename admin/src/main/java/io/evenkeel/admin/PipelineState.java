package io.evenkeel.admin;

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
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the pipeline is: what lies in a lane's topic against what the sink has stored. Not
 * thread-safe.
 */
public final class PipelineState implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STALLED_AFTER = Duration.ofSeconds(90);
  private static final Duration MINUTES_AFTER_MAX = Duration.ofMinutes(2);

  private final Admin admin;
  private final String jdbcUrl;

  /**
   * Connects.
   *
   * @param jdbcUrl with user and password
   */
  public PipelineState(String bootstrapServers, String jdbcUrl) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.jdbcUrl = jdbcUrl;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  /**
   * Waits until everything that lies in the lane's topic now is stored.
   *
   * @throws AdminException if nothing was stored for 90 s
   */
  public void awaitStored(Lane lane) throws InterruptedException {
    Map<Integer, Long> ends = endOffsets(lane);
    long left = Long.MAX_VALUE;
    long sinceNanos = System.nanoTime();
    while (left > 0) {
      long now = leftOrUnknown(lane, ends, left);
      if (now < left) {
        sinceNanos = System.nanoTime();
      } else if (System.nanoTime() - sinceNanos > STALLED_AFTER.toNanos()) {
        throw new AdminException(
            "records wait to be stored and none was for 90 s; see the logs of processor and sink; everything accepted is safe in Kafka");
      }
      left = now;
      Thread.sleep(left == 0 ? Duration.ZERO : POLL);
    }
  }

  /**
   * Waits until the minutes that the stored rows touched are computed again; gives up after two
   * minutes.
   */
  public boolean awaitMinutes() throws InterruptedException {
    long deadline = System.nanoTime() + MINUTES_AFTER_MAX.toNanos();
    long lastMark = number("select coalesce(max(mark_id), 0) from evenkeel.dirty_range");
    while (number("select count(*) from evenkeel.dirty_range where mark_id <= " + lastMark) > 0) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  /** Rows in the table of readings, counted. */
  public long rows() {
    return number("select count(*) from evenkeel.reading");
  }

  /** The books of a tenant's job on the backfill lane. */
  public JobBooks books(String tenant, String job) {
    return books(job, " and slug = ?", List.of(tenant));
  }

  /** The books of a job on the backfill lane, of all tenants. */
  public JobBooks books(String job) {
    return books(job, "", List.of());
  }

  private JobBooks books(String job, String condition, List<String> values) {
    String sql =
        """
        select coalesce(sum(stored), 0), coalesce(sum(duplicate_processor + duplicate_sink), 0),
               coalesce(sum(dead_processor + dead_sink), 0)
        from evenkeel.book join evenkeel.tenant using (tenant_no)
        where lane = ? and job = ?\
        """
            + condition;
    try (Connection database = DriverManager.getConnection(jdbcUrl);
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, Lane.BACKFILL.id());
      query.setString(2, job);
      for (int i = 0; i < values.size(); i++) {
        query.setString(3 + i, values.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new JobBooks(row.getLong(1), row.getLong(2), row.getLong(3));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  // A database that restarts meanwhile only delays the answer.
  private long leftOrUnknown(Lane lane, Map<Integer, Long> ends, long before) {
    try {
      return left(ends, storedOffsets(lane));
    } catch (AdminException unavailable) {
      return before;
    }
  }

  private static long left(Map<Integer, Long> ends, Map<Integer, Long> stored) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - stored.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  private Map<Integer, Long> endOffsets(Lane lane) throws InterruptedException {
    String topic = Topics.telemetry(lane);
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      var described = admin.describeTopics(List.of(topic)).allTopicNames().get();
      for (TopicDescription description : described.values()) {
        description
            .partitions()
            .forEach(
                p -> latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      }
      return admin.listOffsets(latest).all().get().entrySet().stream()
          .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
    } catch (ExecutionException e) {
      throw new AdminException("Kafka does not answer", e);
    }
  }

  private Map<Integer, Long> storedOffsets(Lane lane) {
    String sql =
        "select partition, max(coalesce(next_source_offset, 0)) from evenkeel.sink_position where topic = ? group by 1";
    try (Connection database = DriverManager.getConnection(jdbcUrl);
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, Topics.clean(lane));
      Map<Integer, Long> stored = new HashMap<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stored.put(rows.getInt(1), rows.getLong(2));
        }
      }
      return stored;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private long number(String sql) {
    try (Connection database = DriverManager.getConnection(jdbcUrl);
        PreparedStatement query = database.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static AdminException failed(SQLException e) {
    return new AdminException("the database does not answer: " + e.getMessage());
  }
}
