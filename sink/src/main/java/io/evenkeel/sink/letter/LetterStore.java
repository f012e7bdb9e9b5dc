package io.evenkeel.sink.letter;

import io.evenkeel.sink.database.Database;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.store.PositionedTransaction;
import io.evenkeel.sink.store.Vehicles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The transaction of dead letters: their position, the letters, and the account of refusals. Thread
 * safe.
 */
final class LetterStore {
  private final PositionedTransaction transaction;
  private final Vehicles vehicles;

  LetterStore(Database database) {
    this.vehicles = new Vehicles(database);
    this.transaction = new PositionedTransaction(database, vehicles);
  }

  /**
   * Keeps letters.
   *
   * @param items at least one, all of one topic, in order for each partition
   * @return empty when they are kept, now or by an attempt before; otherwise partitions that have
   *     another owner now
   */
  List<PartitionLease> store(List<LetterItem> items) throws SQLException {
    return transaction.store(
        items,
        () -> {
          List<LetterTable.Kept> letters = letters(items);
          return connection -> Refusals.add(connection, LetterTable.add(connection, letters));
        });
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
}
