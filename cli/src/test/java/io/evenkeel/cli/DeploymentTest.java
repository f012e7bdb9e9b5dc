package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          Deployment.URL, "https://telemetry.example.com",
          Deployment.KAFKA, "kafka:9092",
          Deployment.JDBC_URL, "jdbc:postgresql://db:5432/evenkeel?sslmode=require",
          Deployment.JDBC_USER, "evenkeel",
          Deployment.JDBC_PASSWORD, "a&b");

  @Test
  void environmentNamesADeployment() {
    assertThat(Deployment.of(COMPLETE))
        .contains(
            new RunningInstance(
                0,
                "https://telemetry.example.com",
                "",
                null,
                "jdbc:postgresql://db:5432/evenkeel?sslmode=require&user=evenkeel&password=a%26b&currentSchema=evenkeel",
                "",
                "kafka:9092"));
  }

  // `up` takes Kafka and the database from the same variables; they alone name no deployment.
  @Test
  void kafkaAndDatabaseAloneAreNoDeployment() {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.remove(Deployment.URL);

    assertThat(Deployment.of(environment)).isEmpty();
  }

  @Test
  void missingPartIsNamed() {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.remove(Deployment.KAFKA);

    assertThatThrownBy(() -> Deployment.of(environment))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("EVENKEEL_KAFKA is missing");
  }
}
