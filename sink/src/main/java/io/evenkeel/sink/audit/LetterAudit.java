package io.evenkeel.sink.audit;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.audit.DatabaseCut.Position;
import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import io.evenkeel.sink.audit.TopicReader.Range;
import io.evenkeel.sink.store.Vehicles;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead-letter topic: what lies beyond its position belongs to the accounts of the
 * processor already, what lies before it must have its rows. One object an audit.
 */
final class LetterAudit {
  private static final String ROWS =
      "SELECT DISTINCT record_offset FROM evenkeel.dead_letter"
          + " WHERE topic_id = ? AND partition = ? AND record_offset >= ? AND record_offset < ?";

  private final DatabaseCut cut;
  private final TopicIds topics;
  private final TopicReader reader;
  private final Map<SourcePlace, String> waiting = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  LetterAudit(DatabaseCut cut, TopicIds topics, TopicReader reader) {
    this.cut = cut;
    this.topics = topics;
    this.reader = reader;
  }

  /**
   * Letters of the processor that are not rows yet: the record that each stands for, and the tenant
   * that it names. Records of open and of aborted transactions are among them: whoever asks for the
   * letter of a record that was processed asks for one that is there, once.
   *
   * @param recordsMax most records read
   */
  Map<SourcePlace, String> readWaiting(long recordsMax) {
    TopicIds.Topic topic = topics.topic(Topics.DEAD_LETTER);
    if (topic != null) {
      Map<Integer, Range> ranges = new HashMap<>();
      Map<Integer, Long> beginnings = reader.beginnings(Topics.DEAD_LETTER, topic.partitions());
      long bound = Math.max(1, recordsMax / topic.partitions());
      reader
          .ends(Topics.DEAD_LETTER, topic.partitions())
          .forEach((partition, end) -> {
            long from =
                Math.max(position(topic, partition), beginnings.getOrDefault(partition, 0L));
            ranges.put(partition, new Range(from, Math.min(end, from + bound)));
          });
      reader.read(Topics.DEAD_LETTER, ranges, false, this::addWaiting);
    }
    return waiting;
  }

  /**
   * Compares the newest records before the positions with the rows.
   *
   * @param connection that sees the cut
   */
  List<Finding> compareRows(Connection connection, long recordsMax) throws SQLException {
    TopicIds.Topic topic = topics.topic(Topics.DEAD_LETTER);
    if (topic == null || recordsMax == 0) {
      return findings;
    }
    Map<Integer, List<Letter>> letters = readStored(topic, recordsMax);
    // What retention has removed meanwhile is not asked for.
    Map<Integer, Long> beginnings = reader.beginnings(Topics.DEAD_LETTER, topic.partitions());
    for (Map.Entry<Integer, List<Letter>> ofPartition : letters.entrySet()) {
      long from = beginnings.getOrDefault(ofPartition.getKey(), 0L);
      List<Letter> retained =
          ofPartition.getValue().stream().filter(letter -> letter.offset() >= from).toList();
      compare(connection, topic.id(), ofPartition.getKey(), retained);
    }
    return findings;
  }

  private void addWaiting(ConsumerRecord<byte[], byte[]> record) {
    if (TenantStage.PROCESSOR.equals(text(record, RecordHeaders.ERROR_STAGE))) {
      SourcePlace place = source(record);
      if (place != null) {
        waiting.put(place, tenant(record));
      }
    }
  }

  private static @Nullable SourcePlace source(ConsumerRecord<byte[], byte[]> record) {
    String topic = text(record, RecordHeaders.ERROR_TOPIC);
    for (Lane lane : Lane.values()) {
      if (Topics.telemetry(lane).equals(topic)) {
        try {
          return new SourcePlace(
              lane.id(),
              Integer.parseInt(text(record, RecordHeaders.ERROR_PARTITION)),
              Long.parseLong(text(record, RecordHeaders.ERROR_OFFSET)));
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
    return null;
  }

  private Map<Integer, List<Letter>> readStored(TopicIds.Topic topic, long recordsMax) {
    Map<Integer, Range> ranges = new HashMap<>();
    Map<Integer, List<Letter>> letters = new HashMap<>();
    Map<Integer, Long> beginnings = reader.beginnings(Topics.DEAD_LETTER, topic.partitions());
    Map<Integer, Long> ends = reader.committedEnds(Topics.DEAD_LETTER, topic.partitions());
    long bound = Math.max(1, recordsMax / topic.partitions());
    beginnings.forEach((partition, beginning) -> {
      long to = Math.min(position(topic, partition), ends.getOrDefault(partition, 0L));
      ranges.put(partition, new Range(Math.max(beginning, to - bound), to));
      letters.put(partition, new ArrayList<>());
    });
    reader.read(
        Topics.DEAD_LETTER,
        ranges,
        true,
        record ->
            Objects.requireNonNull(letters.get(record.partition()))
                .add(
                    new Letter(
                        record.offset(), tenant(record), text(record, RecordHeaders.ERROR_STAGE))));
    return letters;
  }

  private void compare(Connection connection, UUID topicId, int partition, List<Letter> letters)
      throws SQLException {
    if (!letters.isEmpty()) {
      List<Long> rows = new ArrayList<>();
      try (PreparedStatement query = connection.prepareStatement(ROWS)) {
        query.setObject(1, topicId);
        query.setInt(2, partition);
        query.setLong(3, letters.getFirst().offset());
        query.setLong(4, letters.getLast().offset() + 1);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            rows.add(row.getLong(1));
          }
        }
      }
      findings.addAll(LetterRows.compare(partition, letters, rows, cut.removed()));
    }
  }

  // Nothing is a row where nobody reads the topic.
  private long position(TopicIds.Topic topic, int partition) {
    Position position = cut.position(topics.clusterId(), topic.id(), partition);
    return position == null ? 0 : position.nextOffset();
  }

  private static String tenant(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    return Vehicles.toTenant(key == null ? "" : new String(key, StandardCharsets.UTF_8));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** A record of the dead-letter topic. */
  record Letter(long offset, String tenant, String stage) {}
}
