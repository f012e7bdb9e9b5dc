package io.evenkeel.sink.position;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A move of one partition's position.
 *
 * @param expectedOffset where the position must be
 * @param nextOffset where it goes
 * @param nextSource where the source position goes; empty leaves it
 */
public record Advance(
    PartitionLease lease, long expectedOffset, long nextOffset, OptionalLong nextSource) {

  /** One move a partition, from its first step to its last. */
  public static List<Advance> of(List<? extends PositionStep> steps) {
    Map<PartitionLease, Advance> advances = new LinkedHashMap<>();
    for (PositionStep step : steps) {
      Advance before = advances.get(step.lease());
      long expected = before == null ? step.expectedOffset() : before.expectedOffset();
      OptionalLong source =
          step.nextSource().isPresent() || before == null ? step.nextSource() : before.nextSource();
      advances.put(step.lease(), new Advance(step.lease(), expected, step.nextOffset(), source));
    }
    return List.copyOf(advances.values());
  }

  @Nullable Long nextSourceOrNull() {
    return nextSource.isPresent() ? nextSource.getAsLong() : null;
  }

  /**
   * What became of this move in an attempt whose end is not known or that moved nothing.
   *
   * @param position the position as it is now, null if the row is gone
   */
  public Outcome outcome(@Nullable StoredPosition position) {
    if (position == null || position.epoch() != lease.epoch()) {
      return Outcome.FENCED;
    }
    if (position.nextOffset() == nextOffset) {
      return Outcome.DONE;
    }
    return position.nextOffset() == expectedOffset ? Outcome.OPEN : Outcome.FENCED;
  }

  /** What became of a move. */
  public enum Outcome {
    /** It was committed. */
    DONE,
    /** It was not; it can be done again. */
    OPEN,
    /** Another owner has the partition, or the position is where this owner did not bring it. */
    FENCED
  }
}
