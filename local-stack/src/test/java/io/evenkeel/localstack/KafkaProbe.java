package io.evenkeel.localstack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Simple uses of a broker, each with a client of its own; topics of one partition. */
public record KafkaProbe(String bootstrapServers) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  public void createTopic(String topic) {
    try (Admin admin = admin()) {
      await(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
      awaitLeader(admin, new TopicPartition(topic, 0));
    }
  }

  /**
   * A made topic is not yet a usable one on a busy machine, and an idempotent producer whose first
   * batch is refused while its second is taken stays stuck until its delivery time-out.
   */
  private static void awaitLeader(Admin admin, TopicPartition partition) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .ignoreExceptionsMatching(e -> e.getCause() instanceof ExecutionException)
        .until(() ->
            !await(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all()).isEmpty());
  }

  public Set<String> topics() {
    try (Admin admin = admin()) {
      return await(admin.listTopics().names());
    }
  }

  public String topicSetting(String topic, String name) {
    return setting(new ConfigResource(ConfigResource.Type.TOPIC, topic), name);
  }

  public String brokerSetting(String name) {
    return setting(new ConfigResource(ConfigResource.Type.BROKER, "1"), name);
  }

  private String setting(ConfigResource resource, String name) {
    try (Admin admin = admin()) {
      var settings = await(admin.describeConfigs(List.of(resource)).all());
      return requireNonNull(settings.get(resource)).get(name).value();
    }
  }

  public void produce(String topic, String... values) {
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      for (String value : values) {
        await(producer, topic, value);
      }
    }
  }

  public void produceInTransaction(String topic, boolean commit, String... values) {
    Map<String, Object> transactional = Map.of("transactional.id", "probe-" + UUID.randomUUID());
    try (KafkaProducer<String, String> producer = producer(transactional)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String value : values) {
        await(producer, topic, value);
      }
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static void await(KafkaProducer<String, String> producer, String topic, String value) {
    try {
      producer.send(new ProducerRecord<>(topic, value)).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * All values of the topic up to its present end, that of open transactions included: a commit is
   * decided before its marker stands in the partition, and after a kill it is the next broker that
   * writes the marker.
   */
  public List<String> readCommitted(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (Admin admin = admin();
        KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = endOf(admin, partition);
      Awaitility.await("the end " + end + " of " + partition)
          .atMost(TIMEOUT)
          .pollInSameThread()
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return consumer.position(partition) >= end;
          });
    }
    return values;
  }

  private static long endOf(Admin admin, TopicPartition partition) {
    var ends = await(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all());
    return requireNonNull(ends.get(partition)).offset();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false"),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
