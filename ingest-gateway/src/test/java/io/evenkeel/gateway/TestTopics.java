package io.evenkeel.gateway;

import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics as an operator makes them and the processor reads them. */
final class TestTopics {
  static final int PARTITIONS = 6;

  private TestTopics() {}

  static void create(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (TopicSpec spec : Topics.all(PARTITIONS)) {
        createUnlessThere(admin, spec);
      }
    }
  }

  /** Everything that a tenant has on a lane, partition by partition. */
  static List<Stored> read(String bootstrapServers, Lane lane, String tenant) {
    return read(bootstrapServers, Topics.telemetry(lane), tenant).stream()
        .map(TestTopics::stored)
        .toList();
  }

  /** The dead letters of a tenant, ascending by index. */
  static List<Letter> readLetters(String bootstrapServers, String tenant) {
    return read(bootstrapServers, Topics.DEAD_LETTER, tenant).stream()
        .map(TestTopics::letter)
        .sorted(Comparator.comparing(Letter::index))
        .toList();
  }

  private static List<ConsumerRecord<String, byte[]>> read(
      String bootstrapServers, String topic, String tenant) {
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return readToEnd(consumer, partitions).stream()
          .filter(record -> tenant.equals(record.key()))
          .toList();
    }
  }

  private static List<ConsumerRecord<String, byte[]>> readToEnd(
      Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }

  private static Stored stored(ConsumerRecord<String, byte[]> record) {
    try {
      byte[] format = record.headers().lastHeader("evenkeel.format").value();
      return new Stored(
          record.partition(),
          record.offset(),
          new String(format, StandardCharsets.US_ASCII),
          TelemetryRecord.parse(record.value()));
    } catch (MalformedRecordException e) {
      throw new AssertionError("The gateway wrote a record that cannot be read", e);
    }
  }

  private static Letter letter(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record
        .headers()
        .forEach(header ->
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return new Letter(record.partition(), record.value(), headers);
  }

  private static void createUnlessThere(Admin admin, TopicSpec spec) {
    NewTopic topic = new NewTopic(spec.name(), spec.partitions(), (short) 1).configs(spec.config());
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new AssertionError("The topic was not made", e);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("Interrupted", e);
    }
  }

  /** A dead letter as a consumer sees it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts
  record Letter(int partition, byte[] value, Map<String, String> headers) {
    String text() {
      return new String(value, StandardCharsets.UTF_8);
    }

    String code() {
      return headers.getOrDefault("evenkeel.error.code", "");
    }

    String index() {
      return headers.getOrDefault("evenkeel.error.index", "");
    }
  }

  /** A record as a consumer sees it. */
  record Stored(int partition, long offset, String format, TelemetryRecord record) {}
}
