package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.DatabaseCut.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that positions in a topic without a source of its own lie within its log. */
final class TopicPositions {
  private final DatabaseCut cut;
  private final TopicIds topics;
  private final TopicReader reader;

  TopicPositions(DatabaseCut cut, TopicIds topics, TopicReader reader) {
    this.cut = cut;
    this.topics = topics;
    this.reader = reader;
  }

  /** What is wrong with the positions in a topic. */
  List<Finding> check(String name) {
    List<Position> positions =
        cut.positions().stream()
            .filter(p -> p.topic().equals(name) && p.clusterId().equals(topics.clusterId()))
            .toList();
    if (positions.isEmpty()) {
      return List.of();
    }
    TopicIds.Topic topic = topics.topic(name);
    if (topic == null || positions.stream().anyMatch(p -> !p.topicId().equals(topic.id()))) {
      String message =
          "The topic " + name + " is gone or was made again, though positions in it are known";
      return List.of(new Finding(Finding.ALL, "", "", null, Check.TOPIC, 1, message));
    }
    Map<Integer, Long> beginnings = reader.beginnings(name, topic.partitions());
    List<Finding> findings = new ArrayList<>();
    for (Position position : positions) {
      long lost = beginnings.getOrDefault(position.partition(), 0L) - position.nextOffset();
      if (lost > 0) {
        findings.add(lost(position, lost));
      }
    }
    return findings;
  }

  private static Finding lost(Position position, long offsets) {
    return new Finding(
        Finding.ALL,
        "",
        "",
        position.partition(),
        Check.POSITION,
        offsets,
        "%d offsets of %s were deleted before they were stored: the position is %d"
            .formatted(offsets, position.topic(), position.nextOffset()));
  }
}
