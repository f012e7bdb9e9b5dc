package io.evenkeel.localstack;

import java.nio.file.Path;

/**
 * How to run a {@link LocalStack}. Immutable.
 *
 * @param directory where everything is kept; made when absent
 * @param kafka how to run the broker, in {@code directory/kafka}
 * @param postgres how to run the database server, in {@code directory/postgres}
 */
public record LocalStackOptions(
    Path directory, LocalKafkaOptions kafka, LocalPostgresOptions postgres) {

  /** A stack on this directory; each port is the former one if free, else any free one. */
  public static LocalStackOptions in(Path directory) {
    return new LocalStackOptions(
        directory,
        LocalKafkaOptions.in(directory.resolve("kafka")),
        LocalPostgresOptions.in(directory.resolve("postgres")));
  }

  /** The broker listens on this port and no other; 0 means the former or any free one. */
  public LocalStackOptions withKafkaPort(int port) {
    return new LocalStackOptions(directory, kafka.withPort(port), postgres);
  }

  /** The database server listens on this port and no other; 0 means the former or any free one. */
  public LocalStackOptions withPostgresPort(int port) {
    return new LocalStackOptions(directory, kafka, postgres.withPort(port));
  }

  /** Sets a property of the broker. */
  public LocalStackOptions withBrokerProperty(String name, String value) {
    return new LocalStackOptions(directory, kafka.withBrokerProperty(name, value), postgres);
  }

  /** Sets a setting of the database server. */
  public LocalStackOptions withPostgresSetting(String name, String value) {
    return new LocalStackOptions(directory, kafka, postgres.withSetting(name, value));
  }

  LocalStackOptions withPreferredPorts(RememberedPorts ports) {
    return new LocalStackOptions(
        directory,
        kafka.withPreferredPort(ports.kafka()),
        postgres.withPreferredPort(ports.postgres()));
  }
}
