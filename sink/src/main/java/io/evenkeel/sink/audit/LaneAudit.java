package io.evenkeel.sink.audit;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.sink.audit.DatabaseCut.LanePartition;
import io.evenkeel.sink.audit.DatabaseCut.Position;
import io.evenkeel.sink.audit.DatabaseCut.SourcePlace;
import io.evenkeel.sink.audit.TopicReader.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Compares the topics of one lane with the positions and counts in the database. One object an
 * audit.
 */
final class LaneAudit {
  /** Records looked at before a position: a transaction's marker occupies an offset too. */
  private static final long LOOK_BACK = 64;

  private static final Duration ENDS_PATIENCE = Duration.ofSeconds(5);

  private final Lane lane;
  private final DatabaseCut cut;
  private final TopicIds topics;
  private final TopicReader reader;
  private final long inFlightMax;
  private final Set<SourcePlace> buried;
  private final List<PartitionAudit> partitions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * About to audit.
   *
   * @param buried places of records that the processor set aside as a whole
   */
  LaneAudit(
      Lane lane,
      DatabaseCut cut,
      TopicIds topics,
      TopicReader reader,
      long inFlightMax,
      Set<SourcePlace> buried) {
    this.lane = lane;
    this.cut = cut;
    this.topics = topics;
    this.reader = reader;
    this.inFlightMax = inFlightMax;
    this.buried = buried;
  }

  /** Reads the topics and tells what does not agree. */
  LaneResult audit() {
    TopicIds.Topic telemetry = topics.topic(Topics.telemetry(lane));
    TopicIds.Topic clean = topics.topic(Topics.clean(lane));
    if (telemetry == null || clean == null) {
      missingTopics(telemetry, clean);
      return new LaneResult(lane, List.of(), findings, notes);
    }
    if (replacedTopic(clean)) {
      return new LaneResult(lane, List.of(), findings, notes);
    }
    open(telemetry, clean);
    readClean();
    readTelemetry();
    for (PartitionAudit partition : partitions) {
      findings.addAll(partition.findings());
      notes.addAll(partition.notes());
    }
    return new LaneResult(lane, partitions, findings, notes);
  }

  // Before the first start there is neither topic nor position.
  private void missingTopics(TopicIds.@Nullable Topic telemetry, TopicIds.@Nullable Topic clean) {
    boolean used = cut.positions().stream().anyMatch(p -> p.topic().equals(Topics.clean(lane)));
    if (used && telemetry == null) {
      missing(Topics.telemetry(lane));
    }
    if (used && clean == null) {
      missing(Topics.clean(lane));
    }
  }

  private void missing(String topic) {
    findings.add(
        new Finding(
            Finding.ALL,
            lane.id(),
            "",
            null,
            Check.TOPIC,
            1,
            "The topic " + topic + " is gone, though positions in it are known"));
  }

  private boolean replacedTopic(TopicIds.Topic clean) {
    for (Position position : cut.positions()) {
      if (position.topic().equals(Topics.clean(lane))
          && position.clusterId().equals(topics.clusterId())
          && !position.topicId().equals(clean.id())) {
        findings.add(
            new Finding(
                Finding.ALL,
                lane.id(),
                "",
                null,
                Check.TOPIC,
                1,
                "The topic %s was deleted and made again: positions belong to the one before"
                    .formatted(position.topic())));
        return true;
      }
    }
    return false;
  }

  // The beginning of the telemetry topic is asked for before the clean topic's end: what has gone
  // by then had to be processed by then.
  private void open(TopicIds.Topic telemetry, TopicIds.Topic clean) {
    Map<Integer, Long> sourceBeginnings =
        reader.beginnings(Topics.telemetry(lane), telemetry.partitions());
    Map<Integer, Long> cleanBeginnings = reader.beginnings(Topics.clean(lane), clean.partitions());
    Map<Integer, Long> cleanEnds = cleanEnds(clean);
    Map<Integer, Long> sourceEnds = reader.ends(Topics.telemetry(lane), telemetry.partitions());
    boolean past = cut.lanesWithPast().contains(lane.id());
    for (int p = 0; p < Math.min(telemetry.partitions(), clean.partitions()); p++) {
      partitions.add(
          new PartitionAudit(
              lane,
              p,
              cut.position(topics.clusterId(), clean.id(), p),
              cut.logPositions().get(new LanePartition(lane.id(), p)),
              past,
              new Range(cleanBeginnings.getOrDefault(p, 0L), cleanEnds.getOrDefault(p, 0L)),
              new Range(sourceBeginnings.getOrDefault(p, 0L), sourceEnds.getOrDefault(p, 0L))));
    }
  }

  // A broker that comes back from a crash may know its logs' ends a moment later.
  private Map<Integer, Long> cleanEnds(TopicIds.Topic clean) {
    long deadline = System.nanoTime() + ENDS_PATIENCE.toNanos();
    while (true) {
      Map<Integer, Long> ends = reader.committedEnds(Topics.clean(lane), clean.partitions());
      if (!anyBeyond(clean, ends) || System.nanoTime() - deadline > 0) {
        return ends;
      }
    }
  }

  private boolean anyBeyond(TopicIds.Topic clean, Map<Integer, Long> ends) {
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      Position position = cut.position(topics.clusterId(), clean.id(), end.getKey());
      if (position != null && position.nextOffset() > end.getValue()) {
        return true;
      }
    }
    return false;
  }

  private long bound() {
    return Math.max(1, inFlightMax / Math.max(1, partitions.size()));
  }

  private void readClean() {
    Map<Integer, Range> ranges = new HashMap<>();
    for (PartitionAudit partition : partitions) {
      ranges.put(partition.number(), partition.cleanRange(LOOK_BACK, bound()));
    }
    reader.read(Topics.clean(lane), ranges, true, this::clean);
  }

  private void clean(ConsumerRecord<byte[], byte[]> record) {
    PartitionAudit partition = partitions.get(record.partition());
    byte[] header = header(record, RecordHeaders.CLEAN);
    try {
      CleanSummary summary = header == null ? null : CleanSummary.parse(header);
      if (summary != null && summary.sourcePartition() == record.partition()) {
        partition.clean(record.offset(), summary, record.key(), record.value());
        return;
      }
    } catch (MalformedRecordException e) {
      // Told below, as for a record without the header.
    }
    findings.add(
        Finding.ofPartition(
            lane.id(),
            record.partition(),
            Check.CLEAN,
            1,
            "The clean record at offset " + record.offset() + " does not say where it came from"));
  }

  private void readTelemetry() {
    Map<Integer, Range> ranges = new HashMap<>();
    for (PartitionAudit partition : partitions) {
      ranges.put(partition.number(), partition.telemetryRange(bound()));
    }
    reader.read(Topics.telemetry(lane), ranges, false, this::telemetry);
  }

  private void telemetry(ConsumerRecord<byte[], byte[]> record) {
    boolean dead = buried.contains(new SourcePlace(lane.id(), record.partition(), record.offset()));
    AcceptedEvents events =
        dead
            ? AcceptedEvents.buried(record.key())
            : AcceptedEvents.of(record.key(), header(record, RecordHeaders.FORMAT), record.value());
    partitions.get(record.partition()).telemetry(record.offset(), events);
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
