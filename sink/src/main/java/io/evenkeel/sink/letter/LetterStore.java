package io.evenkeel.sink.letter;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.Advance;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.SinkPositions;
import io.evenkeel.sink.store.Vehicles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The transaction of dead letters: their position, the letters, and the account of refusals. Thread
 * safe.
 */
final class LetterStore {
  private final Database database;
  private final Vehicles vehicles;

  LetterStore(Database database) {
    this.database = database;
    this.vehicles = new Vehicles(database);
  }

  /**
   * Keeps letters.
   *
   * @param items at least one, all of one topic, in order for each partition
   * @return empty when they are kept, now or by an attempt before; otherwise partitions that have
   *     another owner now
   */
  List<PartitionLease> store(List<LetterItem> items) throws SQLException {
    Optional<List<PartitionLease>> fenced = attempt(items);
    // As often as the server is started anew meanwhile.
    while (fenced.isEmpty()) {
      fenced = attempt(items);
    }
    return fenced.get();
  }

  // Empty where what is remembered of tenants belonged to another start of the server.
  private Optional<List<PartitionLease>> attempt(List<LetterItem> items) throws SQLException {
    String server = vehicles.server();
    List<LetterTable.Kept> letters = letters(items);
    List<Advance> advances = advances(items);
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
      Refusals.add(connection, LetterTable.add(connection, letters));
      connection.commit();
      return Optional.of(List.of());
    }
  }

  private List<LetterTable.Kept> letters(List<LetterItem> items) throws SQLException {
    List<LetterTable.Kept> letters = new ArrayList<>();
    for (LetterItem item : items) {
      Letter letter = item.letter();
      if (letter != null) {
        letters.add(new LetterTable.Kept(item.lease(), letter, vehicles.tenantNo(letter.tenant())));
      }
    }
    return letters;
  }

  private static List<Advance> advances(List<LetterItem> items) {
    Map<PartitionLease, Advance> advances = new LinkedHashMap<>();
    for (LetterItem item : items) {
      Advance before = advances.get(item.lease());
      long expected = before == null ? item.expectedOffset() : before.expectedOffset();
      advances.put(
          item.lease(),
          new Advance(item.lease(), expected, item.nextOffset(), OptionalLong.empty()));
    }
    return List.copyOf(advances.values());
  }
}
