package io.evenkeel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicDurabilityTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "min.insync.replicas",
          "2",
          "unclean.leader.election.enable",
          "false",
          "message.timestamp.type",
          "LogAppendTime");

  @Test
  void acceptsWhatIsDurable() {
    assertThat(TopicDurability.fault("t", 3, GOOD, DurabilityConfig.PRODUCTION)).isEmpty();
  }

  @Test
  void refusesTooFewReplicas() {
    assertThat(TopicDurability.fault("t", 2, GOOD, DurabilityConfig.PRODUCTION))
        .contains(
            "The topic t has replication factor 2, but the gateway needs at least 3"
                + " (gateway.durability.replicas-min)");
    assertThat(TopicDurability.fault("t", 2, GOOD, new DurabilityConfig(2, 2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "min.insync.replicas, 1, at least 2 (gateway.durability.insync-min)",
    "unclean.leader.election.enable, true, false",
    "message.timestamp.type, CreateTime, LogAppendTime"
  })
  void namesTopicSettingFoundAndNeeded(String key, String found, String needed) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(key, found);

    assertThat(TopicDurability.fault("t", 3, settings, DurabilityConfig.PRODUCTION))
        .contains("The topic t has " + key + " " + found + ", but the gateway needs " + needed);
  }
}
