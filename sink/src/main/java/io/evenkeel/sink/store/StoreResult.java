package io.evenkeel.sink.store;

import io.evenkeel.sink.position.PartitionLease;
import java.util.List;

/** What became of a batch. */
public sealed interface StoreResult {
  /**
   * It is committed.
   *
   * @param stored rows that are in the table now
   * @param duplicates rows that were there before, or twice in the batch
   * @param dead events set aside
   */
  record Stored(int stored, int duplicates, int dead) implements StoreResult {}

  /** An earlier attempt, whose end was not known, had committed it. */
  record StoredBefore() implements StoreResult {}

  /**
   * Nothing was stored, because these partitions have another owner now; the rest of the batch may
   * be tried again.
   */
  record Fenced(List<PartitionLease> leases) implements StoreResult {}

  /**
   * Nothing was stored, because the batch was prepared with another server, or with this one before
   * it was started again: what is remembered of it may not be so any more.
   *
   * @param server start of the server now
   */
  record OtherServer(String server) implements StoreResult {}
}
