package io.evenkeel.localstack.testing;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Both servers in containers. The only class, with {@link DockerProbe}, that needs Testcontainers
 * on the class path; nothing else may refer to its types.
 */
final class ContainersTestStack implements TestStack {
  private static final String KAFKA_IMAGE = "apache/kafka:4.3.1";
  private static final String POSTGRES_IMAGE = "postgres:18.6";
  private static final String NAME = "evenkeel";

  private final KafkaContainer kafka;
  private final PostgreSQLContainer postgres;

  private ContainersTestStack(KafkaContainer kafka, PostgreSQLContainer postgres) {
    this.kafka = kafka;
    this.postgres = postgres;
  }

  static ContainersTestStack start() {
    ContainersTestStack stack = new ContainersTestStack(kafka(), postgres());
    try {
      Startables.deepStart(stack.kafka, stack.postgres).join();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  // The same behaviour as the embedded broker's, as far as a test can tell.
  private static KafkaContainer kafka() {
    return new KafkaContainer(KAFKA_IMAGE)
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_LOG_MESSAGE_TIMESTAMP_TYPE", "LogAppendTime")
        .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
        .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1");
  }

  // Testcontainers switches fsync off unless it is given a command.
  private static PostgreSQLContainer postgres() {
    PostgreSQLContainer postgres =
        new PostgreSQLContainer(POSTGRES_IMAGE)
            .withDatabaseName(NAME)
            .withUsername(NAME)
            .withPassword(NAME);
    postgres.setCommand("postgres", "-c", "fsync=on", "-c", "timezone=UTC");
    return postgres;
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public String jdbcUrl() {
    return postgres.getJdbcUrl();
  }

  @Override
  public String user() {
    return postgres.getUsername();
  }

  @Override
  public String password() {
    return postgres.getPassword();
  }

  @Override
  public String createDatabase() {
    return TestDatabases.create(this);
  }

  @Override
  public void close() {
    try {
      kafka.stop();
    } finally {
      postgres.stop();
    }
  }
}
