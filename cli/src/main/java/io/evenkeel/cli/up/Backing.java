package io.evenkeel.cli.up;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.localstack.LocalKafka;
import io.evenkeel.localstack.LocalKafkaOptions;
import io.evenkeel.localstack.LocalPostgres;
import io.evenkeel.localstack.LocalPostgresOptions;
import io.evenkeel.localstack.LocalStack;
import io.evenkeel.localstack.LocalStackOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the database that the services use: embedded, or real ones named by environment
 * variables.
 *
 * @param kafka bootstrap servers
 * @param jdbcUrl of the database, without credentials
 * @param user database user
 * @param password its password
 * @param embedded what stops the embedded ones, in this order
 */
record Backing(String kafka, String jdbcUrl, String user, String password, List<Runnable> embedded)
    implements AutoCloseable {
  static final String KAFKA = "EVENKEEL_KAFKA";
  static final String JDBC_URL = "EVENKEEL_JDBC_URL";
  static final String JDBC_USER = "EVENKEEL_JDBC_USER";
  static final String JDBC_PASSWORD = "EVENKEEL_JDBC_PASSWORD";

  /** Starts what the environment does not name. */
  static Backing start(
      Path directory, int kafkaPort, int postgresPort, Map<String, String> environment) {
    String kafka = environment.get(KAFKA);
    String jdbcUrl = environment.get(JDBC_URL);
    if (kafka == null && jdbcUrl == null) {
      LocalStack stack =
          LocalStack.start(
              LocalStackOptions.in(directory)
                  .withKafkaPort(kafkaPort)
                  .withPostgresPort(postgresPort));
      return new Backing(
          stack.bootstrapServers(),
          stack.jdbcUrl(),
          stack.user(),
          stack.password(),
          List.of(stack::close));
    }
    return kafka == null
        ? embeddedKafka(directory, kafkaPort, environment)
        : realKafka(kafka, directory, postgresPort, environment);
  }

  /** Address of the database with credentials and our schema, for clients on this machine. */
  String jdbcUrlWithCredentials() {
    return jdbcUrl
        + (jdbcUrl.contains("?") ? "&" : "?")
        + "user="
        + encode(user)
        + "&password="
        + encode(password)
        + "&currentSchema=evenkeel";
  }

  @Override
  public void close() {
    embedded.forEach(Runnable::run);
  }

  @Override
  public String toString() {
    return "Backing[" + kafka + ", " + jdbcUrl + "]";
  }

  private static Backing embeddedKafka(Path directory, int port, Map<String, String> environment) {
    LocalKafka broker =
        LocalKafka.start(LocalKafkaOptions.in(directory.resolve("kafka")).withPort(port));
    return new Backing(
        broker.bootstrapServers(),
        require(environment, JDBC_URL),
        require(environment, JDBC_USER),
        require(environment, JDBC_PASSWORD),
        List.of(broker::close));
  }

  private static Backing realKafka(
      String kafka, Path directory, int port, Map<String, String> environment) {
    if (environment.containsKey(JDBC_URL)) {
      return new Backing(
          kafka,
          require(environment, JDBC_URL),
          require(environment, JDBC_USER),
          require(environment, JDBC_PASSWORD),
          List.of());
    }
    LocalPostgres database =
        LocalPostgres.start(LocalPostgresOptions.in(directory.resolve("postgres")).withPort(port));
    return new Backing(
        kafka, database.jdbcUrl(), database.user(), database.password(), List.of(database::close));
  }

  private static String require(Map<String, String> environment, String name) {
    @Nullable String value = environment.get(name);
    if (value == null) {
      throw new CliException(
          ExitCodes.USAGE,
          "%s is missing: %s, %s and %s go together"
              .formatted(name, JDBC_URL, JDBC_USER, JDBC_PASSWORD));
    }
    return value;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
