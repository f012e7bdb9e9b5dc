package io.evenkeel.load.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * A log that acknowledges every record at once and keeps none. The records are finished when they
 * get here: what it leaves out is the producer and all behind it. Everything else is asked of a
 * connected producer.
 */
final class NoLog implements Producer<byte[], byte[]> {
  private static final long NO_TIMESTAMP = -1;
  private static final RecordMetadata ACKNOWLEDGED =
      new RecordMetadata(new TopicPartition("none", 0), 0, 0, NO_TIMESTAMP, 0, 0);
  private static final Future<RecordMetadata> DONE =
      CompletableFuture.completedFuture(ACKNOWLEDGED);

  private final Producer<byte[], byte[]> connected;

  NoLog(Producer<byte[], byte[]> connected) {
    this.connected = connected;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return DONE;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    callback.onCompletion(ACKNOWLEDGED, null);
    return DONE;
  }

  @Override
  public void initTransactions() {
    throw noTransactions();
  }

  @Override
  public void beginTransaction() {
    throw noTransactions();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    throw noTransactions();
  }

  @Override
  public void commitTransaction() {
    throw noTransactions();
  }

  @Override
  public void abortTransaction() {
    throw noTransactions();
  }

  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    connected.registerMetricForSubscription(metric);
  }

  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    connected.unregisterMetricFromSubscription(metric);
  }

  @Override
  public void flush() {}

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return connected.partitionsFor(topic);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return connected.metrics();
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return connected.clientInstanceId(timeout);
  }

  @Override
  public void close() {
    connected.close();
  }

  @Override
  public void close(Duration timeout) {
    connected.close(timeout);
  }

  private static UnsupportedOperationException noTransactions() {
    return new UnsupportedOperationException("The gateway writes without transactions");
  }
}
