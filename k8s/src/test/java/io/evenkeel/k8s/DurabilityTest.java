package io.evenkeel.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of Kafka and PostgreSQL keep what they acknowledged. */
class DurabilityTest {

  @Test
  void brokersKeepThreeCopiesAndWaitForTwo() {
    Map<String, Object> config =
        resource("kafka/kafka.yaml", "kafka.strimzi.io/v1/Kafka", Kafka.class)
            .getSpec()
            .getKafka()
            .getConfig();

    assertThat(config)
        .containsEntry("default.replication.factor", 3)
        .containsEntry("min.insync.replicas", 2)
        .containsEntry("unclean.leader.election.enable", false)
        .containsEntry("transaction.state.log.replication.factor", 3)
        .containsEntry("transaction.state.log.min.isr", 2)
        .containsEntry("offsets.topic.replication.factor", 3)
        .containsEntry("log.message.timestamp.type", "LogAppendTime");
  }

  @Test
  void commitOfTheDatabaseIsInTwoPlaces() {
    DatabaseCluster.Spec spec =
        resource("postgres/cluster.yaml", "postgresql.cnpg.io/v1/Cluster", DatabaseCluster.class)
            .spec();

    assertThat(spec.instances()).isEqualTo(3);
    assertThat(spec.postgresql().synchronous())
        .isEqualTo(new DatabaseCluster.Synchronous("any", 1, "required"));
    assertThat(spec.postgresql().parameters()).containsEntry("synchronous_commit", "on");
  }

  // The operators derive these names from that of the cluster; the base refers to them.
  @Test
  void servicesFindWhatTheOperatorsMake() {
    Manifests base = Manifests.base();

    assertThat(base.endpoints())
        .containsEntry("kafka", "evenkeel-kafka-bootstrap:9092")
        .containsEntry("jdbc-url", "jdbc:postgresql://evenkeel-db-rw:5432/evenkeel");
    assertThat(
            resource("kafka/kafka.yaml", "kafka.strimzi.io/v1/Kafka", Kafka.class)
                .getMetadata()
                .getName())
        .isEqualTo("evenkeel");
    assertThat(
            resource(
                    "postgres/cluster.yaml", "postgresql.cnpg.io/v1/Cluster", DatabaseCluster.class)
                .metadata()
                .getName())
        .isEqualTo("evenkeel-db");
  }

  private static <T> T resource(String file, String kind, Class<T> type) {
    JsonNode found =
        Repository.documents(Repository.MANIFESTS.resolve("components").resolve(file)).stream()
            .filter(candidate -> Models.kind(candidate).equals(kind))
            .findFirst()
            .orElseThrow();
    return Models.read(found, type);
  }
}
