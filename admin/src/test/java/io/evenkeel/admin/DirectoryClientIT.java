package io.evenkeel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.topic.TopicSpec;
import io.evenkeel.model.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class DirectoryClientIT {
  private final TestStack stack = TestStacks.shared();
  private final DirectoryClient directory = new DirectoryClient(stack.bootstrapServers());

  @Test
  void createsEveryTopicOnceAndKeepsWhatWasWritten() throws Exception {
    TopicSetup.ensure(stack.bootstrapServers());
    TopicSetup.ensure(stack.bootstrapServers());

    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      List<String> names =
          Topics.all(Topics.PARTITIONS_DEFAULT).stream().map(TopicSpec::name).toList();
      Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
      assertThat(topics)
          .hasSize(names.size())
          .allSatisfy((name, topic) ->
              assertThat(topic.partitions())
                  .hasSize(name.equals(Topics.DIRECTORY) ? 1 : Topics.PARTITIONS_DEFAULT));
    }
  }

  @Test
  void raisesTheLargestRecordOfATopicThatTakesLess() throws Exception {
    TopicSetup.ensure(stack.bootstrapServers());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      setRecordBytes(admin, Topics.DEAD_LETTER, Topics.RECORD_BYTES_MAX);
      setRecordBytes(admin, Topics.MINUTES, 4 << 20);

      TopicSetup.ensure(stack.bootstrapServers());

      assertThat(recordBytes(admin, Topics.DEAD_LETTER)).isEqualTo(Topics.DEAD_LETTER_BYTES_MAX);
      assertThat(recordBytes(admin, Topics.MINUTES)).isEqualTo(4 << 20);
    }
  }

  @Test
  void readsTheLatestOfEachEntry() throws Exception {
    TopicSetup.ensure(stack.bootstrapServers());
    Tenant open = new Tenant("acme", "Acme", 1, false);
    Tenant blocked = new Tenant("acme", "Acme", 1, true);
    IssuedKey key = IssuedKey.issue("acme", Set.of(KeyScope.INGEST), "V1", 0, 2, "box");

    directory.put(
        List.of(new DirectoryRecord.OfTenant(open), new DirectoryRecord.OfApiKey(key.stored())));
    directory.put(List.of(new DirectoryRecord.OfTenant(blocked)));

    assertThat(directory.tenant("acme")).contains(blocked);
    assertThat(directory.tenants()).containsExactly(blocked);
    assertThat(directory.apiKeys()).containsExactly(key.stored());
  }

  private static void setRecordBytes(Admin admin, String topic, int bytes) throws Exception {
    AlterConfigOp set =
        new AlterConfigOp(
            new ConfigEntry(TopicSpec.MAX_MESSAGE_BYTES, Integer.toString(bytes)), OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource(topic), List.of(set))).all().get();
  }

  private static int recordBytes(Admin admin, String topic) throws Exception {
    ConfigResource resource = resource(topic);
    Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all().get();
    String value = configs.values().iterator().next().get(TopicSpec.MAX_MESSAGE_BYTES).value();
    return Integer.parseInt(value);
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
