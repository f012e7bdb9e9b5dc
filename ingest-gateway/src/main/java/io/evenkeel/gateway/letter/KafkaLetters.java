package io.evenkeel.gateway.letter;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.publish.PendingAcks;
import io.evenkeel.gateway.publish.ProducerBuffer;
import io.evenkeel.gateway.publish.ProducerSettings;
import io.evenkeel.gateway.publish.PublishConfig;
import io.evenkeel.gateway.publish.TopicPartitions;
import io.evenkeel.model.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The letter box on Kafka: a producer of its own, with a small buffer of its own, so that dead
 * letters never take the room of telemetry.
 */
public final class KafkaLetters implements LetterBox, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLetters.class);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  // The producer forgets topics that are not used; the next letter would then fail, for it never
  // waits. Days may pass between two letters.
  private static final Duration FORGET_TOPIC_AFTER = Duration.ofDays(3_650);

  private final Producer<byte[], byte[]> producer;
  private final int partitionsAtStart;
  private final LetterMetrics metrics;

  private KafkaLetters(
      Producer<byte[], byte[]> producer, int partitionsAtStart, LetterMetrics metrics) {
    this.producer = producer;
    this.partitionsAtStart = partitionsAtStart;
    this.metrics = metrics;
  }

  /**
   * Connects, and returns once the dead-letter topic is known to the producer.
   *
   * @param timing its linger, batches and time-outs are those of telemetry
   * @param startTimeout how long that may take
   * @throws KafkaException if it takes longer
   */
  public static KafkaLetters start(
      String bootstrapServers,
      LetterConfig config,
      PublishConfig timing,
      Duration startTimeout,
      MeterRegistry registry) {
    long deadlineNanos = System.nanoTime() + startTimeout.toNanos();
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings(bootstrapServers, config, timing),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      int partitions =
          TopicPartitions.await(producer::partitionsFor, Topics.DEAD_LETTER, deadlineNanos);
      ProducerBuffer.register(producer, registry, "evenkeel.gateway.dead.letters.buffer");
      return new KafkaLetters(producer, partitions, new LetterMetrics(registry));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public CompletionStage<BitSet> keep(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return CompletableFuture.completedFuture(new BitSet());
    }
    PendingAcks acks = new PendingAcks(letters.size());
    int partitions = partitions();
    for (int place = 0; place < letters.size(); place++) {
      DeadLetter letter = letters.get(place);
      send(LetterRecords.of(letter, partitions), letter.reason().code(), place, acks);
    }
    return acks.unacknowledged();
  }

  /** Waits a bounded time for what is under way, then gives up on it. */
  @Override
  public void close() {
    producer.close(FLUSH_TIMEOUT);
  }

  private void send(
      ProducerRecord<byte[], byte[]> record, ErrorCode code, int place, PendingAcks acks) {
    try {
      var _ =
          producer.send(
              record,
              (metadata, exception) -> {
                if (exception == null) {
                  metrics.kept(code);
                  acks.acknowledged();
                } else {
                  fail(place, acks, exception);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      // What the producer throws instead of reporting: it is closed or has failed for good.
      fail(place, acks, e);
    }
  }

  private void fail(int place, PendingAcks acks, Exception exception) {
    if (exception instanceof RecordTooLargeException) {
      LOG.atError()
          .addKeyValue("topic", Topics.DEAD_LETTER)
          .addKeyValue("bytesMax", Topics.DEAD_LETTER_BYTES_MAX)
          .log("The topic takes smaller records than it has to; raise its max.message.bytes");
    }
    LOG.atDebug()
        .addKeyValue("exception", exception.getClass().getName())
        .log("A dead letter was not acknowledged");
    metrics.unacknowledged();
    acks.failed(place);
  }

  private int partitions() {
    try {
      return producer.partitionsFor(Topics.DEAD_LETTER).size();
    } catch (TimeoutException e) {
      // Not known at the moment: sending will say so.
      return partitionsAtStart;
    }
  }

  private static Properties settings(
      String bootstrapServers, LetterConfig config, PublishConfig timing) {
    Properties settings =
        ProducerSettings.of(
            bootstrapServers,
            "evenkeel-gateway-dead-letters",
            timing,
            config.bufferBytesMax(),
            Topics.DEAD_LETTER_BYTES_MAX);
    settings.setProperty(
        ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(FORGET_TOPIC_AFTER.toMillis()));
    return settings;
  }
}
