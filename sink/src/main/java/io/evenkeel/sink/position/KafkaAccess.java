package io.evenkeel.sink.position;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How to reach Kafka, and the settings that the sink's correctness and bounds depend on.
 *
 * @param bootstrapServers brokers
 * @param properties further properties by Kafka's own keys; they do not override the sink's
 * @param instanceId name for static membership
 */
public record KafkaAccess(
    String bootstrapServers, Map<String, String> properties, Optional<String> instanceId) {
  /** Most records in a poll: with at most 500 events each, what may come in beyond a bound. */
  public static final int POLL_RECORDS_MAX = 200;

  private static final int READER_POLL_RECORDS_MAX = 5_000;
  // It reads what is there: nobody wants it to wait for more.
  private static final int READER_FETCH_WAIT_MS = 20;
  private static final int FETCH_BYTES_MAX = 8 << 20;
  private static final int PARTITION_FETCH_BYTES_MAX = 1 << 20;
  // A batch of the gateway's producer fits; a larger one comes alone.
  private static final int GLANCE_BYTES_MAX = 1 << 20;
  private static final int PARTITION_GLANCE_BYTES_MAX = 128 << 10;
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int METADATA_AGE_MAX_MS = 10_000;

  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  /** A consumer of committed records that never chooses or commits a position by itself. */
  KafkaConsumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    instanceId.ifPresent(
        id -> config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + '-' + id));
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MAX_MS);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * A consumer without a group, for looking at partitions that the caller assigns and seeks.
   *
   * @param committed whether to see only committed records, and of the log only what lies before
   *     the first open transaction
   */
  public KafkaConsumer<byte[], byte[]> reader(boolean committed) {
    return reader(readerConfig(committed));
  }

  private static KafkaConsumer<byte[], byte[]> reader(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> readerConfig(boolean committed) {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, committed ? "read_committed" : "read_uncommitted");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, READER_POLL_RECORDS_MAX);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, READER_FETCH_WAIT_MS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
    return config;
  }

  /**
   * A consumer without a group, for looking at single committed records at many places that the
   * caller assigns and seeks: it fetches little at a time.
   */
  public KafkaConsumer<byte[], byte[]> glancer() {
    Map<String, Object> config = readerConfig(true);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, GLANCE_BYTES_MAX);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_GLANCE_BYTES_MAX);
    return reader(config);
  }

  /** A client for topic ids and log ends. */
  public Admin admin() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return Admin.create(config);
  }
}
