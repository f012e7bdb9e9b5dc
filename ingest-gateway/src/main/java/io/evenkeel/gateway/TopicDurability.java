package io.evenkeel.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * Decides whether what a topic's brokers acknowledge is durable, and is kept as long as it should
 * be. Pure.
 */
final class TopicDurability {
  private static final String INSYNC = "min.insync.replicas";
  private static final String UNCLEAN = "unclean.leader.election.enable";
  private static final String TIMESTAMP = "message.timestamp.type";

  private TopicDurability() {}

  /**
   * What is wrong with a topic, as a sentence.
   *
   * @param replicas of the partition that has the fewest
   * @param settings of the topic, by Kafka's own keys
   */
  static Optional<String> fault(
      String topic, int replicas, Map<String, String> settings, DurabilityConfig needed) {
    if (replicas < needed.replicasMin()) {
      return fault(
          topic,
          "replication factor",
          Integer.toString(replicas),
          "at least " + needed.replicasMin() + " (gateway.durability.replicas-min)");
    }
    String insync = settings.getOrDefault(INSYNC, "1");
    if (Integer.parseInt(insync) < needed.insyncMin()) {
      return fault(
          topic,
          INSYNC,
          insync,
          "at least " + needed.insyncMin() + " (gateway.durability.insync-min)");
    }
    return requireValue(topic, settings, UNCLEAN, "false")
        .or(() -> requireValue(topic, settings, TIMESTAMP, "LogAppendTime"));
  }

  private static Optional<String> requireValue(
      String topic, Map<String, String> settings, String key, String needed) {
    String found = settings.getOrDefault(key, "");
    return found.equals(needed) ? Optional.empty() : fault(topic, key, found, needed);
  }

  private static Optional<String> fault(String topic, String what, String found, String needed) {
    return Optional.of(
        "The topic %s has %s %s, but the gateway needs %s".formatted(topic, what, found, needed));
  }
}
