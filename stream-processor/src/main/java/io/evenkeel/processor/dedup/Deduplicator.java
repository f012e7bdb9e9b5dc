package io.evenkeel.processor.dedup;

import io.evenkeel.model.record.Identities;
import io.evenkeel.model.record.VehicleBlock;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which events of a block are new. */
public final class Deduplicator {
  private Deduplicator() {}

  /**
   * Remembers the events of a block and tells which of them were not seen before; repeats within
   * the block count.
   *
   * @param hashes may be null only if no event of the block has a hashed identity
   * @return the new events, possibly none
   */
  public static BitSet keep(
      VehicleBlock block, SeenSequences sequences, @Nullable SeenHashes hashes) {
    Identities identities = block.identities();
    BitSet kept = new BitSet(block.size());
    for (int e = 0; e < block.size(); e++) {
      String session = identities.session(e);
      boolean isNew =
          session == null
              ? required(hashes).add(identities.eventId(e), block.timeMillis(e))
              : sequences.add(session, identities.seq(e), block.timeMillis(e));
      kept.set(e, isNew);
    }
    return kept;
  }

  /** Whether an event of the block has a hashed identity. */
  public static boolean hasHashes(VehicleBlock block) {
    for (int e = 0; e < block.size(); e++) {
      if (block.identities().session(e) == null) {
        return true;
      }
    }
    return false;
  }

  private static SeenHashes required(@Nullable SeenHashes hashes) {
    if (hashes == null) {
      throw new IllegalStateException("Hashed identities came without their memory");
    }
    return hashes;
  }
}
