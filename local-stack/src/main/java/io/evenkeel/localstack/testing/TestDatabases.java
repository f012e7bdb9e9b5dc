package io.evenkeel.localstack.testing;

import io.evenkeel.localstack.Databases;
import io.evenkeel.localstack.LocalStackException;
import java.sql.SQLException;
import java.util.UUID;

/** Makes databases with names of their own. */
final class TestDatabases {
  private TestDatabases() {}

  static String create(TestStack stack) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try {
      Databases.createIfAbsent(stack.jdbcUrl(), stack.user(), stack.password(), name);
    } catch (SQLException e) {
      throw new LocalStackException("A test database cannot be made: " + e.getMessage(), e);
    }
    return withDatabase(stack.jdbcUrl(), name);
  }

  /**
   * The same URL with another database name: {@code jdbc:postgresql://host:port/NAME?parameters}.
   */
  static String withDatabase(String jdbcUrl, String name) {
    return jdbcUrl.replaceFirst("^(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
  }
}
