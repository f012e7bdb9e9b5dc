package io.evenkeel.admin.trace;

import io.evenkeel.admin.AdminException;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the partition of a vehicle in the telemetry topics of both lanes and picks its events.
 * Bounded in time.
 */
final class LogScan {
  private static final Duration TIME_MAX = Duration.ofSeconds(30);
  private static final Duration ASK_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);
  // No gateway accepts events that lie further ahead, so an event is in the log no earlier than
  // this before its own time; an hour leaves room for other settings.
  private static final Duration AHEAD_MAX = Duration.ofHours(1);
  private static final int FOUND_MAX = 1_000;
  private static final String STORED_SOURCE =
      "SELECT max(next_source_offset) FROM evenkeel.sink_position WHERE topic = ? AND partition = ?";

  private final String bootstrapServers;
  private final String jdbcUrl;

  LogScan(String bootstrapServers, String jdbcUrl) {
    this.bootstrapServers = bootstrapServers;
    this.jdbcUrl = jdbcUrl;
  }

  /**
   * What was found.
   *
   * @param isComplete whether all that Kafka has was read
   */
  record Found(List<EventTrace.Acceptance> acceptances, boolean isComplete) {}

  Found find(EventQuery query) {
    try (var consumer =
        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<Seen> seen = new ArrayList<>();
      long deadline = System.nanoTime() + TIME_MAX.toNanos();
      boolean complete = true;
      for (Lane lane : Lane.values()) {
        complete &= scan(consumer, lane, query, seen, deadline);
      }
      return new Found(judged(seen, storedSources(seen)), complete);
    } catch (KafkaException e) {
      throw new AdminException("Kafka does not answer: " + e.getMessage());
    }
  }

  private static boolean scan(
      KafkaConsumer<byte[], byte[]> consumer,
      Lane lane,
      EventQuery query,
      List<Seen> seen,
      long deadline) {
    String topic = Topics.telemetry(lane);
    int partitions = consumer.partitionsFor(topic, ASK_MAX).size();
    TopicPartition partition =
        new TopicPartition(topic, VehiclePartition.of(query.tenant(), query.vehicle(), partitions));
    consumer.assign(List.of(partition));
    seekNear(consumer, partition, query);
    long end = consumer.endOffsets(List.of(partition), ASK_MAX).getOrDefault(partition, 0L);
    while (consumer.position(partition, ASK_MAX) < end) {
      if (System.nanoTime() > deadline || seen.size() >= FOUND_MAX) {
        return false;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        pick(lane, record, query, seen);
      }
    }
    return true;
  }

  private static void seekNear(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, EventQuery query) {
    consumer.seekToBeginning(List.of(partition));
    if (query.time().isPresent()) {
      long from = query.time().get().minus(AHEAD_MAX).toEpochMilli();
      OffsetAndTimestamp near =
          consumer.offsetsForTimes(Map.of(partition, Math.max(0, from)), ASK_MAX).get(partition);
      if (near != null) {
        consumer.seek(partition, near.offset());
      }
    }
  }

  // What is malformed names no vehicle; it is among the dead letters.
  private static void pick(
      Lane lane, ConsumerRecord<byte[], byte[]> record, EventQuery query, List<Seen> seen) {
    if (record.value() == null
        || record.key() == null
        || !query.tenant().equals(new String(record.key(), StandardCharsets.UTF_8))) {
      return;
    }
    try {
      TelemetryRecord telemetry = TelemetryRecord.parse(record.value());
      for (VehicleBlock block : telemetry.blocks()) {
        if (block.vehicle().equals(query.vehicle())) {
          pick(lane, record, telemetry, block, query, seen);
        }
      }
    } catch (MalformedRecordException e) {
      return;
    }
  }

  private static void pick(
      Lane lane,
      ConsumerRecord<byte[], byte[]> record,
      TelemetryRecord telemetry,
      VehicleBlock block,
      EventQuery query,
      List<Seen> seen) {
    for (int event = 0; event < block.size(); event++) {
      EventId id = block.identities().eventId(event);
      if (query.matches(block.timeMillis(event), id)) {
        seen.add(
            new Seen(
                lane,
                record.partition(),
                record.offset(),
                telemetry.job(),
                telemetry.ingestTimeMillis(),
                block.timeMillis(event),
                id));
      }
    }
  }

  private Map<Lane, Long> storedSources(List<Seen> seen) {
    Map<Lane, Long> sources = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        PreparedStatement query = connection.prepareStatement(STORED_SOURCE)) {
      for (Seen event : seen) {
        if (!sources.containsKey(event.lane())) {
          query.setString(1, Topics.clean(event.lane()));
          query.setInt(2, event.partition());
          try (ResultSet row = query.executeQuery()) {
            row.next();
            sources.put(event.lane(), row.getLong(1));
          }
        }
      }
      return sources;
    } catch (SQLException e) {
      throw new AdminException("the database does not answer: " + e.getMessage());
    }
  }

  /** Says of each acceptance whether it is the first of its event. */
  private static List<EventTrace.Acceptance> judged(List<Seen> seen, Map<Lane, Long> stored) {
    List<Seen> ordered =
        seen.stream().sorted(Comparator.comparingLong(Seen::ingestTimeMillis)).toList();
    Set<List<Object>> known = new HashSet<>();
    List<EventTrace.Acceptance> judged = new ArrayList<>();
    for (Seen event : ordered) {
      boolean first = known.add(List.of(event.timeMillis(), event.id()));
      boolean waits = event.offset() >= stored.getOrDefault(event.lane(), 0L);
      EventTrace.Fate fate = first ? EventTrace.Fate.FIRST : EventTrace.Fate.DUPLICATE;
      judged.add(event.as(waits ? EventTrace.Fate.IN_FLIGHT : fate));
    }
    return judged;
  }

  private Map<String, Object> settings() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  private record Seen(
      Lane lane,
      int partition,
      long offset,
      String job,
      long ingestTimeMillis,
      long timeMillis,
      EventId id) {
    EventTrace.Acceptance as(EventTrace.Fate fate) {
      return new EventTrace.Acceptance(
          id.toUuid(),
          Instant.ofEpochMilli(timeMillis),
          Instant.ofEpochMilli(ingestTimeMillis),
          lane.id(),
          job,
          Topics.telemetry(lane) + "-" + partition + " @ " + offset,
          fate);
    }
  }
}
