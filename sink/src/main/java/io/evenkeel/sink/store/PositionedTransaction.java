package io.evenkeel.sink.store;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.Advance;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionStep;
import io.evenkeel.sink.position.SinkPositions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Transactions that begin by moving positions and then write what lies between. What was prepared
 * with remembered ids is prepared again if the server was started anew meanwhile, since it may be
 * restored from a backup then. Thread-safe.
 */
public final class PositionedTransaction {
  private final Database database;
  private final Vehicles vehicles;

  /**
   * Transactions of a database.
   *
   * @param vehicles whose ids the writes use
   */
  public PositionedTransaction(Database database, Vehicles vehicles) {
    this.database = database;
    this.vehicles = vehicles;
  }

  /**
   * Stores steps.
   *
   * @param steps at least one, all of one topic, in order for each partition
   * @param preparation gives what to write; asked again after a restart of the server
   * @return empty when they are stored, now or by an attempt before; otherwise partitions that have
   *     another owner now
   */
  public List<PartitionLease> store(List<? extends PositionStep> steps, Preparation preparation)
      throws SQLException {
    List<Advance> advances = Advance.of(steps);
    Optional<List<PartitionLease>> fenced = attempt(advances, preparation);
    // As often as the server is started anew meanwhile.
    while (fenced.isEmpty()) {
      fenced = attempt(advances, preparation);
    }
    return fenced.get();
  }

  // Empty where what is remembered belonged to another start of the server.
  private Optional<List<PartitionLease>> attempt(List<Advance> advances, Preparation preparation)
      throws SQLException {
    String server = vehicles.server();
    Write write = preparation.prepare();
    try (Connection connection = database.connection()) {
      connection.setAutoCommit(false);
      if (!SinkPositions.advance(connection, advances)) {
        connection.rollback();
        return Optional.of(SinkPositions.fenced(connection, advances));
      }
      String now = Database.serverStart(connection);
      if (!now.equals(server)) {
        connection.rollback();
        vehicles.belongTo(now);
        return Optional.empty();
      }
      write.write(connection);
      connection.commit();
      return Optional.of(List.of());
    }
  }

  /** Finds ids and builds rows, before the transaction. */
  @FunctionalInterface
  public interface Preparation {
    /** What to write. */
    Write prepare() throws SQLException;
  }

  /** What happens in the transaction. */
  @FunctionalInterface
  public interface Write {
    /** Uses the connection, neither commits nor closes it. */
    void write(Connection connection) throws SQLException;
  }
}
