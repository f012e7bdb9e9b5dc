package io.evenkeel.sink.store;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeated attempts to store the same items. What was prepared is kept between attempts, and so is
 * the result of one whose commit was not confirmed. Not thread-safe.
 */
public final class BatchAttempts {
  private final BatchBuilder builder;
  private final BatchStore store;
  private @Nullable Batch prepared;
  private StoreResult.Stored reached = new StoreResult.Stored(0, 0, 0);

  /** Attempts through a lane's builder and store. */
  public BatchAttempts(BatchBuilder builder, BatchStore store) {
    this.builder = builder;
    this.store = store;
  }

  /**
   * Tries once. An attempt whose commit turns out to have happened is reported as {@link
   * StoreResult.Stored} by the next one.
   *
   * @param items what to store; may shrink from one attempt to the next
   * @param around whether to look for rows that the database refuses and store the rest
   * @throws SQLException if it was not stored, or if that is not known; trying again is safe
   */
  public StoreResult attempt(List<CleanItem> items, WritePath path, boolean around)
      throws SQLException {
    StoreResult result = store.store(prepare(items), path, around, r -> reached = r);
    // As often as the server is started anew meanwhile.
    while (result instanceof StoreResult.OtherServer(String server)) {
      builder.belongTo(server);
      startOver();
      result = store.store(prepare(items), path, around, r -> reached = r);
    }
    return result instanceof StoreResult.StoredBefore ? reached : result;
  }

  /** Forgets what was prepared, after the database's tables have changed. */
  public void startOver() {
    prepared = null;
  }

  private Batch prepare(List<CleanItem> items) throws SQLException {
    Batch batch = prepared;
    if (batch == null || !batch.items().equals(items)) {
      batch = builder.build(items);
      prepared = batch;
    }
    return batch;
  }
}
