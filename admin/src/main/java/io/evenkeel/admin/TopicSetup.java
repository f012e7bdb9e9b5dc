package io.evenkeel.admin;

import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The pipeline's topics: creates those that are not there yet and leaves the others as they are,
 * except that a topic whose largest record is less than it has to be is given more.
 */
public final class TopicSetup {
  private static final Duration USABLE_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private TopicSetup() {}

  /**
   * Creates them and waits until every partition has a leader; raises the largest record of those
   * that an earlier version created.
   *
   * @throws AdminException if Kafka refuses
   */
  public static void ensure(String bootstrapServers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      Map<Boolean, List<TopicSpec>> specs =
          Topics.all(Topics.PARTITIONS_DEFAULT).stream()
              .collect(Collectors.partitioningBy(spec -> existing.contains(spec.name())));
      List<TopicSpec> missing = specs.getOrDefault(false, List.of());
      admin.createTopics(missing.stream().map(TopicSetup::newTopic).toList()).all().get();
      raiseRecordBytes(admin, specs.getOrDefault(true, List.of()));
      awaitUsable(admin, missing);
    } catch (ExecutionException e) {
      throw new AdminException("the topics could not be created or changed", e);
    }
  }

  // Never lowered: an operator who allowed more had a reason.
  private static void raiseRecordBytes(Admin admin, List<TopicSpec> existing)
      throws InterruptedException, ExecutionException {
    Map<ConfigResource, Long> needed =
        existing.stream()
            .filter(spec -> spec.config().containsKey(TopicSpec.MAX_MESSAGE_BYTES))
            .collect(Collectors.toMap(TopicSetup::resource, TopicSetup::recordBytes));
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    admin
        .describeConfigs(needed.keySet())
        .all()
        .get()
        .forEach((resource, config) -> {
          long wanted = needed.getOrDefault(resource, 0L);
          if (Long.parseLong(config.get(TopicSpec.MAX_MESSAGE_BYTES).value()) < wanted) {
            changes.put(resource, List.of(setRecordBytes(wanted)));
          }
        });
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static ConfigResource resource(TopicSpec spec) {
    return new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
  }

  private static long recordBytes(TopicSpec spec) {
    return Long.parseLong(spec.config().getOrDefault(TopicSpec.MAX_MESSAGE_BYTES, "0"));
  }

  private static AlterConfigOp setRecordBytes(long bytes) {
    return new AlterConfigOp(
        new ConfigEntry(TopicSpec.MAX_MESSAGE_BYTES, Long.toString(bytes)),
        AlterConfigOp.OpType.SET);
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
