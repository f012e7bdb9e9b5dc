package io.evenkeel.processor.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of the pipeline on a test broker, as the gateway writes and the sink reads them. */
final class KafkaTopics implements AutoCloseable {
  static final int PARTITIONS = 4;

  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sends = new ArrayList<>();

  KafkaTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void create() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(Topics.all(PARTITIONS).stream().map(KafkaTopics::topic).toList())
          .all()
          .get();
    }
  }

  void configure(String topic, String key, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    }
  }

  /** Sends a record of vehicles of one partition. */
  void send(Lane lane, TelemetryRecord record) {
    String vehicle = record.blocks().getFirst().vehicle();
    send(
        lane,
        VehiclePartition.of(record.tenant(), vehicle, PARTITIONS),
        record.toBytes(),
        record.tenant());
  }

  void send(Lane lane, int partition, byte[] value, String key) {
    var record =
        new ProducerRecord<>(
            Topics.telemetry(lane), partition, key.getBytes(StandardCharsets.UTF_8), value);
    record.headers().add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
    sends.add(producer.send(record));
  }

  /** Waits until everything sent is acknowledged. */
  void flush() {
    producer.flush();
    for (Future<RecordMetadata> send : sends) {
      assertThat(send).succeedsWithin(Duration.ZERO);
    }
    sends.clear();
  }

  /** A reader of committed records, from the beginning. */
  Reader reader(String topic) {
    return new Reader(topic);
  }

  @Override
  public void close() {
    producer.close();
  }

  private static NewTopic topic(TopicSpec spec) {
    return new NewTopic(spec.name(), spec.partitions(), (short) 1).configs(spec.config());
  }

  /** Collects the committed records of a topic. */
  final class Reader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    private Reader(String topic) {
      consumer =
          new KafkaConsumer<>(
              Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    /** All records read so far. */
    List<ConsumerRecord<byte[], byte[]>> poll() {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      return List.copyOf(records);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
