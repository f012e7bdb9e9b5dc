package io.evenkeel.gateway.publish;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the number of partitions that the telemetry topics had at start, and notices when it
 * changes: the same vehicle would then go to another partition than before, where its duplicates
 * are not known. A change is for good; only a restart takes the new number.
 *
 * <p>Asking again and again also keeps both topics in the producer's metadata, which forgets a
 * topic that is not used for five minutes.
 */
final class PartitionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);

  private final Function<String, List<PartitionInfo>> partitionsOf;
  private final int count;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("gateway-partitions").daemon().factory());
  private volatile boolean changed;

  private PartitionWatch(Function<String, List<PartitionInfo>> partitionsOf, int count) {
    this.partitionsOf = partitionsOf;
    this.count = count;
  }

  /**
   * Waits until both topics are known, and watches them from then on.
   *
   * @param partitionsOf asks the producer's metadata, without waiting
   * @param startTimeout how long the topics may take to be known
   */
  static PartitionWatch start(
      Function<String, List<PartitionInfo>> partitionsOf, Duration every, Duration startTimeout) {
    long deadlineNanos = System.nanoTime() + startTimeout.toNanos();
    Set<Integer> counts =
        KafkaPublisher.topics().stream()
            .map(topic -> TopicPartitions.await(partitionsOf, topic, deadlineNanos))
            .collect(Collectors.toSet());
    if (counts.size() != 1) {
      throw new KafkaException(
          "The telemetry topics must have the same number of partitions, they have " + counts);
    }
    PartitionWatch watch = new PartitionWatch(partitionsOf, counts.iterator().next());
    long millis = every.toMillis();
    var _ =
        watch.executor.scheduleWithFixedDelay(watch::check, millis, millis, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Number of partitions of each telemetry topic at start. */
  int count() {
    return count;
  }

  boolean haveChanged() {
    return changed;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void check() {
    for (String topic : KafkaPublisher.topics()) {
      try {
        int now = partitionsOf.apply(topic).size();
        if (now != count && !changed) {
          changed = true;
          LOG.atError()
              .addKeyValue("topic", topic)
              .addKeyValue("partitions", now)
              .addKeyValue("expected", count)
              .log("A topic's number of partitions has changed; refusing all telemetry");
        }
      } catch (KafkaException e) {
        LOG.atDebug().addKeyValue("topic", topic).log("The topic's partitions are not known now");
      }
    }
  }
}
