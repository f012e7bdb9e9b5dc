package io.evenkeel.admin;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Reads and writes the directory topic. */
public final class DirectoryClient {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.DIRECTORY, 0);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String bootstrapServers;

  public DirectoryClient(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Writes entries; when it returns they are durable. */
  public void put(List<? extends DirectoryRecord> entries) {
    Map<String, byte @Nullable []> values = new LinkedHashMap<>();
    entries.forEach(entry -> values.put(entry.key(), entry.toBytes()));
    write(values);
  }

  /** Removes an entry by its key; when it returns that is durable. */
  public void remove(DirectoryRecord entry) {
    removeAll(List.of(entry));
  }

  /** Removes entries by their keys; when it returns that is durable. */
  public void removeAll(List<? extends DirectoryRecord> entries) {
    Map<String, byte @Nullable []> tombstones = new HashMap<>();
    entries.forEach(entry -> tombstones.put(entry.key(), null));
    write(tombstones);
  }

  private void write(Map<String, byte @Nullable []> entries) {
    Map<String, Object> config =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            10_000);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> pending = new ArrayList<>();
      entries.forEach((name, value) -> {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        pending.add(producer.send(new ProducerRecord<>(Topics.DIRECTORY, 0, key, value)));
      });
      await(pending);
    }
  }

  /** All entries as they stand, by record key. */
  public SortedMap<String, DirectoryRecord> read() {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    SortedMap<String, DirectoryRecord> entries = new TreeMap<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      long end = consumer.endOffsets(List.of(PARTITION), TIMEOUT).getOrDefault(PARTITION, 0L);
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (consumer.position(PARTITION, TIMEOUT) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> apply(record, entries));
        if (System.nanoTime() > deadline) {
          throw new AdminException("the directory topic could not be read in 30 s");
        }
      }
    }
    return entries;
  }

  /** The tenants, by name. */
  public List<Tenant> tenants() {
    return read().values().stream()
        .filter(DirectoryRecord.OfTenant.class::isInstance)
        .map(entry -> ((DirectoryRecord.OfTenant) entry).tenant())
        .toList();
  }

  /** The tenant of this name. */
  public Optional<Tenant> tenant(String slug) {
    return tenants().stream().filter(tenant -> tenant.slug().equals(slug)).findFirst();
  }

  /** The keys, by key id. */
  public List<ApiKey> apiKeys() {
    return read().values().stream()
        .filter(DirectoryRecord.OfApiKey.class::isInstance)
        .map(entry -> ((DirectoryRecord.OfApiKey) entry).apiKey())
        .toList();
  }

  /** The aliases of all tenants, by record key. */
  public List<TenantAlias> aliases() {
    return read().values().stream()
        .filter(DirectoryRecord.OfAlias.class::isInstance)
        .map(entry -> ((DirectoryRecord.OfAlias) entry).alias())
        .toList();
  }

  private static void apply(
      ConsumerRecord<byte[], byte[]> record, Map<String, DirectoryRecord> entries) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      entries.remove(key);
    } else {
      DirectoryRecord.parse(record.value()).ifPresent(entry -> entries.put(key, entry));
    }
  }

  private static void await(List<Future<RecordMetadata>> pending) {
    try {
      for (Future<RecordMetadata> sent : pending) {
        sent.get();
      }
    } catch (ExecutionException e) {
      throw new AdminException("Kafka did not take the change", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdminException("interrupted; the change may be half done");
    }
  }
}
