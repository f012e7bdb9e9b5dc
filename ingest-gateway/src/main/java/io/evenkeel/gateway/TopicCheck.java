package io.evenkeel.gateway;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/**
 * Makes sure at start that Kafka is there and has the topics, and that they are durable; a gateway
 * creates none.
 */
final class TopicCheck {
  private static final List<String> NEEDED =
      List.of(
          Topics.telemetry(Lane.LIVE),
          Topics.telemetry(Lane.BACKFILL),
          Topics.DEAD_LETTER,
          Topics.DIRECTORY);

  /** Those that the gateway writes. */
  private static final List<String> WRITTEN =
      List.of(Topics.telemetry(Lane.LIVE), Topics.telemetry(Lane.BACKFILL), Topics.DEAD_LETTER);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How long a topic may be missing: one that was just created takes a moment to be known. */
  private static final Duration MISSING_MAX = Duration.ofSeconds(3);

  private TopicCheck() {}

  /**
   * Waits until the topics are there, and checks that what they acknowledge is durable.
   *
   * @throws GatewayStartException if Kafka does not answer within the time-out, or topics are
   *     missing, or not durable; it names them
   */
  static void require(String bootstrapServers, DurabilityConfig needed, Duration timeout) {
    try (Admin admin = Admin.create(settings(bootstrapServers, timeout))) {
      Set<String> missing = awaitTopics(admin);
      if (!missing.isEmpty()) {
        throw new GatewayStartException(
            "Kafka at "
                + bootstrapServers
                + " lacks "
                + String.join(", ", missing)
                + "; the gateway creates no topics");
      }
      requireDurable(admin, needed);
    } catch (ExecutionException e) {
      throw new GatewayStartException(
          "Kafka at " + bootstrapServers + " did not answer within " + timeout.toSeconds() + " s",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayStartException("Interrupted while waiting for Kafka", e);
    }
  }

  private static void requireDurable(Admin admin, DurabilityConfig needed)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> topics = admin.describeTopics(WRITTEN).allTopicNames().get();
    List<ConfigResource> resources =
        WRITTEN.stream().map(topic -> new ConfigResource(Type.TOPIC, topic)).toList();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    for (ConfigResource resource : resources) {
      String topic = resource.name();
      Optional<String> fault =
          TopicDurability.fault(
              topic,
              replicas(Objects.requireNonNull(topics.get(topic))),
              settings(Objects.requireNonNull(configs.get(resource))),
              needed);
      if (fault.isPresent()) {
        throw new GatewayStartException(fault.get());
      }
    }
  }

  private static int replicas(TopicDescription topic) {
    return topic.partitions().stream()
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElse(0);
  }

  private static Map<String, String> settings(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  // The topics that are still missing after a while; the while begins with the first answer.
  private static Set<String> awaitTopics(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<String> missing = missing(admin);
    long deadlineNanos = System.nanoTime() + MISSING_MAX.toNanos();
    while (!missing.isEmpty() && System.nanoTime() - deadlineNanos < 0) {
      Thread.sleep(PAUSE);
      missing = missing(admin);
    }
    return missing;
  }

  private static Set<String> missing(Admin admin) throws ExecutionException, InterruptedException {
    Set<String> missing = new TreeSet<>(NEEDED);
    missing.removeAll(admin.listTopics().names().get());
    return missing;
  }

  private static Map<String, Object> settings(String bootstrapServers, Duration timeout) {
    int timeoutMillis = Math.toIntExact(timeout.toMillis());
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        AdminClientConfig.CLIENT_ID_CONFIG,
        "evenkeel-gateway-start",
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        timeoutMillis,
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.min(5_000, timeoutMillis));
  }
}
