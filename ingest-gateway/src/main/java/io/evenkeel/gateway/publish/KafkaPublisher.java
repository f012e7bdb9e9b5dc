package io.evenkeel.gateway.publish;

import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.runtime.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publisher on Kafka: one idempotent producer with {@code acks=all}.
 *
 * <p>It never blocks the event loop: {@code max.block.ms} is 0, so that a full buffer or missing
 * metadata fails the record at once, and {@link PartitionWatch} keeps the metadata of both topics
 * in the producer's cache.
 */
public final class KafkaPublisher implements Publisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final PartitionWatch partitions;
  private final List<Header> headers =
      List.of(new RecordHeader(RecordHeaders.FORMAT, RecordHeaders.formatVersion()));

  private KafkaPublisher(Producer<byte[], byte[]> producer, PartitionWatch partitions) {
    this.producer = producer;
    this.partitions = partitions;
  }

  /**
   * Connects, and returns once the telemetry topics are known to the producer.
   *
   * @param startTimeout how long that may take
   * @param part gets the connected producer, gives the one to hand records to, which is closed with
   *     the publisher
   * @throws KafkaException if it takes longer, or the topics do not have the same number of
   *     partitions
   */
  public static KafkaPublisher start(
      String bootstrapServers,
      PublishConfig config,
      Duration startTimeout,
      MeterRegistry registry,
      UnaryOperator<Producer<byte[], byte[]>> part) {
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings(bootstrapServers, config),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      PartitionWatch partitions =
          PartitionWatch.start(producer::partitionsFor, config.watchEvery(), startTimeout);
      ProducerBuffer.register(producer, registry, "evenkeel.gateway.producer.buffer");
      return new KafkaPublisher(part.apply(producer), partitions);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public CompletionStage<PublishOutcome> publish(Submission submission) {
    if (partitions.haveChanged()) {
      return CompletableFuture.completedFuture(new PublishOutcome.PartitionsChanged());
    }
    List<OutgoingRecord> records = RecordAssembler.assemble(submission, partitions.count());
    PendingAcks acks = new PendingAcks(records.size());
    String topic = Topics.telemetry(submission.lane());
    byte[] key = submission.tenant().getBytes(StandardCharsets.UTF_8);
    List<Header> recordHeaders = headers(submission.trace());
    for (OutgoingRecord record : records) {
      send(topic, key, record, recordHeaders, acks);
    }
    return acks.unacknowledged().<PublishOutcome>thenApply(PublishOutcome.Answered::new);
  }

  @Override
  public boolean isReady() {
    return !partitions.haveChanged();
  }

  /** Waits a bounded time for what is under way, then gives up on it. */
  @Override
  public void close() {
    partitions.close();
    producer.close(FLUSH_TIMEOUT);
  }

  private List<Header> headers(TraceContext trace) {
    if (!trace.isPresent()) {
      return headers;
    }
    List<Header> traced = new ArrayList<>(headers);
    trace.write((name, value) -> traced.add(new RecordHeader(name, value)));
    return traced;
  }

  private void send(
      String topic,
      byte[] key,
      OutgoingRecord record,
      List<Header> recordHeaders,
      PendingAcks acks) {
    ProducerRecord<byte[], byte[]> outgoing =
        new ProducerRecord<>(topic, record.partition(), null, key, record.value(), recordHeaders);
    // The callback waits with the record: it must not hold on to the bytes, the producer has a
    // copy.
    int[] places = record.places();
    try {
      var _ =
          producer.send(
              outgoing,
              (metadata, exception) -> {
                if (exception == null) {
                  acks.acknowledged();
                } else {
                  fail(places, acks, exception);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      // What the producer throws instead of reporting: it is closed or has failed for good.
      fail(places, acks, e);
    }
  }

  private static void fail(int[] places, PendingAcks acks, Exception exception) {
    LOG.atDebug()
        .addKeyValue("exception", exception.getClass().getName())
        .log("A record was not acknowledged");
    acks.failed(places);
  }

  private static Properties settings(String bootstrapServers, PublishConfig config) {
    return ProducerSettings.of(
        bootstrapServers,
        "evenkeel-gateway",
        config,
        config.bufferBytesMax(),
        Topics.RECORD_BYTES_MAX);
  }

  /** The topics that a publisher writes. */
  static List<String> topics() {
    return List.of(Topics.telemetry(Lane.LIVE), Topics.telemetry(Lane.BACKFILL));
  }
}
