package io.evenkeel.sink.position;

import java.util.OptionalLong;

/** One step of a partition's position: something to store, or a move past transaction markers. */
public interface PositionStep {
  /** The right under which it may be stored. */
  PartitionLease lease();

  /** Position before it. */
  long expectedOffset();

  /** Position after it, beyond transaction markers. */
  long nextOffset();

  /** Source position after it; empty if it has none. */
  default OptionalLong nextSource() {
    return OptionalLong.empty();
  }
}
