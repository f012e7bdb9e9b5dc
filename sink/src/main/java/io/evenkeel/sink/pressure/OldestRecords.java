package io.evenkeel.sink.pressure;

import io.evenkeel.sink.position.KafkaAccess;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * When the first record that waits in a partition was appended, by looking at that record. What was
 * seen is remembered: a stage that stands still costs nothing, and of a great many partitions a
 * bounded number is looked at each time, those first that were not looked at for longest. Of the
 * others an older record counts meanwhile, so that an age is too high rather than too low. Not
 * thread-safe.
 */
final class OldestRecords implements AutoCloseable {
  private static final int LOOKS_MAX = 128;
  private static final Duration LOOK_MAX = Duration.ofSeconds(3);
  private static final Duration POLL_WAIT = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Seen> seen = new HashMap<>();
  private long look;

  OldestRecords(KafkaAccess kafka) {
    this.consumer = kafka.glancer();
  }

  /**
   * Looks at the first records.
   *
   * @param waiting partitions in which something waits
   * @return those of them that hold nothing but markers
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or if there are so
   *     many partitions that the next look has to go on
   */
  Set<TopicPartition> look(Map<TopicPartition, Backlog> waiting) {
    look++;
    seen.keySet().retainAll(waiting.keySet());
    Map<TopicPartition, Backlog> wanted = new HashMap<>();
    waiting.entrySet().stream()
        .filter(entry -> !known(entry.getKey(), entry.getValue().from()))
        .sorted(Comparator.comparingLong(entry -> lastLook(entry.getKey())))
        .limit(LOOKS_MAX)
        .forEach(entry -> wanted.put(entry.getKey(), entry.getValue()));
    Set<TopicPartition> markersOnly = wanted.isEmpty() ? Set.of() : read(wanted);
    long unknown =
        waiting.keySet().stream()
            .filter(partition -> !seen.containsKey(partition) && !markersOnly.contains(partition))
            .count();
    if (unknown > 0) {
      throw new TimeoutException(unknown + " partitions could not be looked at yet");
    }
    return markersOnly;
  }

  /** When the oldest of these partitions' first records was appended; empty if none is known. */
  OptionalLong oldestMillis(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(seen::get)
        .filter(Objects::nonNull)
        .mapToLong(Seen::appendedMillis)
        .min();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private Set<TopicPartition> read(Map<TopicPartition, Backlog> wanted) {
    consumer.assign(wanted.keySet());
    wanted.forEach((partition, backlog) -> consumer.seek(partition, backlog.from()));
    Set<TopicPartition> markersOnly = new HashSet<>();
    Map<TopicPartition, Backlog> open = new HashMap<>(wanted);
    long deadline = System.nanoTime() + LOOK_MAX.toNanos();
    while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
      consumer.poll(POLL_WAIT).forEach(record -> take(record, open));
      open.forEach((partition, backlog) -> {
        if (consumer.position(partition) >= backlog.end()) {
          markersOnly.add(partition);
        }
      });
      open.keySet().removeAll(markersOnly);
    }
    consumer.unsubscribe();
    return markersOnly;
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Backlog> open) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    Backlog backlog = open.remove(partition);
    if (backlog != null) {
      consumer.pause(List.of(partition));
      seen.put(partition, new Seen(backlog.from(), record.offset(), record.timestamp(), look));
    }
  }

  // Between the offset that was looked from and the record there is nothing but markers.
  private boolean known(TopicPartition partition, long from) {
    Seen record = seen.get(partition);
    return record != null && from >= record.from() && from <= record.offset();
  }

  private long lastLook(TopicPartition partition) {
    Seen record = seen.get(partition);
    return record == null ? 0 : record.look();
  }

  private record Seen(long from, long offset, long appendedMillis, long look) {}
}
