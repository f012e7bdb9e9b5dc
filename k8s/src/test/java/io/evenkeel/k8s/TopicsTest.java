package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The topics that the manifests make are those that the services meet in. */
class TopicsTest {
  private static final List<TopicSpec> WANTED = Topics.all(Topics.PARTITIONS_DEFAULT);

  @Test
  void operatorMakesEveryTopicDurable() {
    Map<String, Map<String, String>> made =
        topics().stream()
            .collect(Collectors.toMap(t -> t.getMetadata().getName(), TopicsTest::config));

    assertThat(made).hasSize(WANTED.size());
    for (TopicSpec topic : WANTED) {
      Map<String, String> config = new TreeMap<>(topic.config());
      config.put("min.insync.replicas", "2");
      config.put("unclean.leader.election.enable", "false");
      assertThat(made).containsEntry(topic.name(), config);
    }
  }

  @Test
  void operatorMakesThreeCopiesOfAsManyPartitionsAsTheServicesExpect() {
    Map<String, Integer> partitions =
        WANTED.stream().collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions));

    assertThat(topics())
        .allSatisfy(topic -> {
          assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
          assertThat(topic.getSpec().getPartitions())
              .isEqualTo(partitions.get(topic.getMetadata().getName()));
        });
  }

  @Test
  void scriptMakesTheSameTopicsOnOneBroker() {
    String script = Repository.text("k8s/overlays/local/create-topics.sh");
    Map<String, Map<String, String>> made = new HashMap<>();
    script
        .lines()
        .filter(line -> line.startsWith("topic evenkeel."))
        .forEach(line -> {
          String[] words = line.split(" ");
          made.put(words[1] + " " + words[2], pairs(words));
        });

    assertThat(made).hasSize(WANTED.size());
    for (TopicSpec topic : WANTED) {
      assertThat(made).containsEntry(topic.name() + " " + topic.partitions(), topic.config());
    }
    assertThat(script).contains("message.timestamp.type=LogAppendTime");
  }

  private static Map<String, String> pairs(String[] words) {
    Map<String, String> config =
        Arrays.stream(words)
            .skip(3)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    config.put("message.timestamp.type", "LogAppendTime");
    return config;
  }

  private static List<KafkaTopic> topics() {
    return Repository.documents(Repository.MANIFESTS.resolve("components/kafka/topics.yaml"))
        .stream()
        .map(resource -> Models.read(resource, KafkaTopic.class))
        .toList();
  }

  private static Map<String, String> config(KafkaTopic topic) {
    Map<String, String> config = new TreeMap<>();
    topic.getSpec().getConfig().forEach((key, value) -> config.put(key, String.valueOf(value)));
    return config;
  }
}
