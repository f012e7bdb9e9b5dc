package io.evenkeel.load.faults;

import io.evenkeel.model.record.Column;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the log of the live lane holds, by the texts of the signal {@code own_id}. */
final class LoggedIds {
  private LoggedIds() {}

  static Set<String> read(String kafka) throws MalformedRecordException {
    Set<String> ids = new HashSet<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.telemetry(Lane.LIVE)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          TelemetryRecord.parse(record.value())
              .blocks()
              .forEach(block ->
                  block.columns().stream()
                      .filter(Column.Texts.class::isInstance)
                      .forEach(column -> ids.addAll(List.of(((Column.Texts) column).values()))));
        }
      }
    }
    return ids;
  }
}
