package io.evenkeel.localstack.testing;

/**
 * A Kafka broker and a PostgreSQL server for tests: empty at first, fsync on, topics are not made
 * by themselves. Thread-safe.
 */
public interface TestStack extends AutoCloseable {

  /** Where Kafka clients connect. */
  String bootstrapServers();

  /** A database that all users of this stack share. */
  String jdbcUrl();

  /** The database user, a superuser. */
  String user();

  /** The database password. */
  String password();

  /**
   * Makes a new empty database, so that a test class has one for itself, and returns its JDBC URL.
   */
  String createDatabase();

  /** Stops everything and deletes the data. A second call does nothing. */
  @Override
  void close();
}
