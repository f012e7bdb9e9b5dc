package io.evenkeel.admin;

import io.evenkeel.model.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The pipeline's topics: creates those that are not there yet and leaves the others as they are.
 */
public final class TopicSetup {
  private TopicSetup() {}

  /**
   * Creates them.
   *
   * @throws AdminException if Kafka refuses
   */
  public static void ensure(String bootstrapServers) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      // Replication -1: the broker's own default, 1 embedded and 3 in production.
      List<NewTopic> missing =
          Topics.all(Topics.PARTITIONS_DEFAULT).stream()
              .filter(spec -> !existing.contains(spec.name()))
              .map(spec ->
                  new NewTopic(spec.name(), spec.partitions(), (short) -1).configs(spec.config()))
              .toList();
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      throw new AdminException("the topics could not be created", e);
    }
  }
}
