package io.evenkeel.processor;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The processor's configuration in Kafka Streams' terms. */
final class StreamsProperties {
  /** Records of a partition that wait in memory; beyond that its fetching pauses. */
  private static final int BUFFERED_RECORDS_MAX = 200;

  private static final int POLL_RECORDS_MAX = 2_000;
  private static final int FETCH_BYTES_MAX = 16 << 20;

  /** The default of 16 KiB would hold no more than four records of 50 events. */
  private static final int PRODUCER_BATCH_BYTES = 128 << 10;

  private StreamsProperties() {}

  static Properties of(ProcessorConfig config) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS_MAX);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, config.stateCacheBytes());
    properties.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, StopOnProductionError.class);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(BoundedRocksDb.MEMORY_BYTES, config.rocksDbBytes());
    putGroup(properties, config);
    putProducer(properties);
    properties.putAll(config.kafka());
    return properties;
  }

  // The classic protocol, because the newer one has no static membership: after a crash work goes
  // on in a second, instead of when the session has ended.
  private static void putGroup(Properties properties, ProcessorConfig config) {
    properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    putConsumer(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
    putConsumer(
        properties,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        (int) config.sessionTimeout().toMillis());
    putConsumer(
        properties,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        (int) Math.min(3_000, config.sessionTimeout().toMillis() / 3));
    putConsumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    putConsumer(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
  }

  private static void putConsumer(Properties properties, String key, Object value) {
    properties.put(StreamsConfig.mainConsumerPrefix(key), value);
  }

  private static void putProducer(Properties properties) {
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
  }
}
