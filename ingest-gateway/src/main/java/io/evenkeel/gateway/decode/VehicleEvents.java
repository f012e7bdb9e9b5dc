package io.evenkeel.gateway.decode;

import io.evenkeel.model.record.VehicleBlock;
import org.jspecify.annotations.Nullable;

/**
 * The valid events of one vehicle in a batch, in the order received.
 *
 * @param block the events
 * @param indexes the place of each in the batch, from 0; in NDJSON the number of its line, from 0
 * @param ids the own id of each, null for one that has none
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
public record VehicleEvents(VehicleBlock block, int[] indexes, @Nullable String[] ids) {
  public VehicleEvents {
    if (indexes.length != block.size() || ids.length != block.size()) {
      throw new IllegalArgumentException("Every event of a block has an index and an id or none");
    }
  }

  /** Number of events, 1 or more. */
  public int size() {
    return indexes.length;
  }
}
