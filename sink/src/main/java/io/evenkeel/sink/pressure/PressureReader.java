package io.evenkeel.sink.pressure;

import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.KafkaAccess;
import io.evenkeel.sink.pressure.LogView.Topic;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads what waits, of all partitions. Not thread-safe. */
final class PressureReader implements AutoCloseable {
  private final LogView log;
  private final OldestRecords oldest;
  private final Database database;
  private final String processorGroup;
  private final InstantSource clock;

  PressureReader(KafkaAccess kafka, Database database, String processorGroup, InstantSource clock) {
    this.log = new LogView(kafka);
    this.oldest = new OldestRecords(kafka);
    this.database = database;
    this.processorGroup = processorGroup;
    this.clock = clock;
  }

  /**
   * A complete reading.
   *
   * @throws KafkaException if Kafka does not tell everything
   */
  Reading read() throws SQLException, InterruptedException {
    Instant at = clock.instant();
    Map<String, Topic> topics = log.topics(Queue.all().stream().map(Queue::topic).toList());
    Map<TopicPartition, Backlog> backlogs = backlogs(topics);
    Map<TopicPartition, Backlog> waiting =
        backlogs.entrySet().stream()
            .filter(entry -> entry.getValue().waits())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    for (TopicPartition partition : oldest.look(waiting)) {
      backlogs.computeIfPresent(partition, (p, backlog) -> backlog.ofMarkersOnly());
    }
    Map<Queue, Pressure> pressures = new HashMap<>();
    for (Queue queue : Queue.all()) {
      pressures.put(queue, pressure(topic(topics, queue.topic()), backlogs));
    }
    return new Reading(at, pressures);
  }

  @Override
  public void close() {
    oldest.close();
    log.close();
  }

  // Positions are read before the ends of the logs: what moves meanwhile makes the backlog larger
  // than it was, never less than nothing.
  private Map<TopicPartition, Backlog> backlogs(Map<String, Topic> topics)
      throws SQLException, InterruptedException {
    StoredPositions stored = StoredPositions.read(database, log.clusterId());
    Map<TopicPartition, Long> processed = log.positions(processorGroup);
    List<TopicPartition> partitions =
        topics.values().stream().flatMap(topic -> topic.partitions().stream()).toList();
    Map<TopicPartition, Long> beginnings = log.beginnings(partitions);
    Map<TopicPartition, Long> ends = log.ends(partitions);
    Map<TopicPartition, Backlog> backlogs = new HashMap<>();
    for (Queue queue : Queue.all()) {
      Topic topic = topic(topics, queue.topic());
      for (TopicPartition partition : topic.partitions()) {
        long beginning = beginnings.getOrDefault(partition, 0L);
        long end = ends.getOrDefault(partition, 0L);
        backlogs.put(
            partition,
            switch (queue.stage()) {
              case PROCESSOR ->
                  Backlog.of(
                      beginning, end, optional(processed.get(partition)), OptionalLong.empty());
              case SINK -> {
                int number = partition.partition();
                TopicPartition source = new TopicPartition(Topics.telemetry(queue.lane()), number);
                yield Backlog.of(
                    beginning,
                    end,
                    stored.next(topic.id(), number),
                    made(processed.get(source), stored.nextSource(topic.id(), number)));
              }
            });
      }
    }
    return backlogs;
  }

  // One clean record is made of each that was processed.
  private static OptionalLong made(@Nullable Long processed, OptionalLong nextSource) {
    return processed == null || nextSource.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(processed - nextSource.getAsLong());
  }

  private Pressure pressure(Topic topic, Map<TopicPartition, Backlog> backlogs) {
    Map<TopicPartition, Backlog> own = new HashMap<>(backlogs);
    own.keySet().retainAll(Set.copyOf(topic.partitions()));
    List<TopicPartition> waiting =
        topic.partitions().stream()
            .filter(partition -> {
              Backlog backlog = own.get(partition);
              return backlog != null && backlog.waits();
            })
            .toList();
    return Pressure.of(
        own.values(), oldest.oldestMillis(waiting), clock.millis(), topic.retention());
  }

  private static Topic topic(Map<String, Topic> topics, String name) {
    Topic topic = topics.get(name);
    if (topic == null) {
      throw new KafkaException("Kafka does not describe " + name);
    }
    return topic;
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
