package io.evenkeel.admin;

import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The pipeline's topics: creates those that are not there yet and leaves the others as they are.
 */
public final class TopicSetup {
  private static final Duration USABLE_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private TopicSetup() {}

  /**
   * Creates them and waits until every partition has a leader.
   *
   * @throws AdminException if Kafka refuses
   */
  public static void ensure(String bootstrapServers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      List<TopicSpec> missing =
          Topics.all(Topics.PARTITIONS_DEFAULT).stream()
              .filter(spec -> !existing.contains(spec.name()))
              .toList();
      admin.createTopics(missing.stream().map(TopicSetup::newTopic).toList()).all().get();
      awaitUsable(admin, missing);
    } catch (ExecutionException e) {
      throw new AdminException("the topics could not be created", e);
    }
  }

  // Replication -1: the broker's own default, 1 embedded and 3 in production.
  private static NewTopic newTopic(TopicSpec spec) {
    return new NewTopic(spec.name(), spec.partitions(), (short) -1).configs(spec.config());
  }

  // A topic is not usable the moment it is created. A producer that starts too early can lose its
  // first batch to a
  // retriable error while the second is taken, and then repeats it in vain until its delivery times
  // out (KAFKA-14359).
  private static void awaitUsable(Admin admin, List<TopicSpec> topics)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicSpec topic : topics) {
      for (int p = 0; p < topic.partitions(); p++) {
        latest.put(new TopicPartition(topic.name(), p), OffsetSpec.latest());
      }
    }
    long deadline = System.nanoTime() + USABLE_WITHIN.toNanos();
    while (!answers(admin, latest, deadline)) {
      Thread.sleep(PAUSE);
    }
  }

  private static boolean answers(Admin admin, Map<TopicPartition, OffsetSpec> latest, long deadline)
      throws InterruptedException, ExecutionException {
    try {
      admin.listOffsets(latest).all().get();
      return true;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
        throw e;
      }
      return false;
    }
  }
}
