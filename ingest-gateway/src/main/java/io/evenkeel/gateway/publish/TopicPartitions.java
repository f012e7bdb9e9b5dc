package io.evenkeel.gateway.publish;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits until a producer that never blocks knows a topic. */
public final class TopicPartitions {
  private static final Duration ASK_PAUSE = Duration.ofMillis(20);

  private TopicPartitions() {}

  /**
   * The topic's number of partitions, once it is known.
   *
   * @param partitionsOf asks the producer's metadata, without waiting
   * @param deadlineNanos by {@link System#nanoTime()}
   * @throws KafkaException if it is not known by then
   */
  public static int await(
      Function<String, List<PartitionInfo>> partitionsOf, String topic, long deadlineNanos) {
    while (true) {
      try {
        return partitionsOf.apply(topic).size();
      } catch (TimeoutException e) {
        if (System.nanoTime() - deadlineNanos >= 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ASK_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while waiting for a topic", e);
    }
  }
}
