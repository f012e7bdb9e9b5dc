package io.evenkeel.sink.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A bounded pool of connections with the session settings that the sink relies on. Every wait has
 * an end: for a connection, for a statement, for the network. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofSeconds(30);
  // Longer than any statement may take: it only ends waits for a peer that is gone.
  private static final Duration SOCKET_TIMEOUT = STATEMENT_TIMEOUT.plusSeconds(30);

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens a pool; the database need not answer yet.
   *
   * @param name of the pool, shown as the connections' application name
   * @param connections most connections
   * @param initialSql run once on each new connection, after the session settings; may be empty
   */
  public static Database open(
      String jdbcUrl,
      String user,
      String password,
      String name,
      int connections,
      String initialSql) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setValidationTimeout(CONNECT_TIMEOUT.toMillis());
    config.addDataSourceProperty("ApplicationName", name);
    config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT.toSeconds());
    config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT.toSeconds());
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.setConnectionInitSql(sessionSettings() + initialSql);
    return new Database(new HikariDataSource(config));
  }

  /** A connection that commits each statement by itself. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Runs work in a transaction of its own; any exception rolls it back. */
  public <T> T inTransaction(TransactionWork<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      // Hikari rolls back what is open when the connection returns to it.
      T result = work.run(connection);
      connection.commit();
      return result;
    }
  }

  /**
   * When the server of a connection was started, as a text to compare: after a restore from a
   * backup or a switch to another server it is another. Ids that were read before must not be used
   * with it.
   */
  public static String serverStart(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_postmaster_start_time()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private static String sessionSettings() {
    return "SET TimeZone = 'UTC'; SET statement_timeout = "
        + STATEMENT_TIMEOUT.toMillis()
        + "; SET idle_in_transaction_session_timeout = "
        + IDLE_TRANSACTION_TIMEOUT.toMillis()
        + "; ";
  }

  /** What happens in a transaction. */
  @FunctionalInterface
  public interface TransactionWork<T> {
    /** Uses the connection, neither commits nor closes it. */
    T run(Connection connection) throws SQLException;
  }
}
