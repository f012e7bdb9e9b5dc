package io.evenkeel.sink.minute;

import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionStep;
import org.jspecify.annotations.Nullable;

/**
 * One step of a partition's position in the minutes topic.
 *
 * @param expectedOffset position before it
 * @param nextOffset position after it
 * @param closed the minutes; null where only transaction markers were passed
 */
record MinuteItem(
    PartitionLease lease, long expectedOffset, long nextOffset, @Nullable ClosedMinutes closed)
    implements PositionStep {

  int minutes() {
    return closed == null ? 0 : closed.getMinutesCount();
  }

  /**
   * Whether every row that the minutes summarise is stored.
   *
   * @param nextSource offset in the telemetry topic up to which the partition's rows are stored
   */
  boolean isReady(long nextSource) {
    return closed == null || closed.getSourceOffset() < nextSource;
  }
}
