package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.wire.ClosedMinutes;
import java.util.List;

/**
 * What becomes of a record that was read.
 *
 * @param clean value of the clean record
 * @param closed minutes that closed, in messages of bounded size
 */
@SuppressWarnings("ArrayRecordComponent") // forwarded, never compared
record RecordOutcome(
    byte[] clean,
    CleanSummary summary,
    List<ClosedMinutes> closed,
    int lateEvents,
    int closedByWatermark,
    int closedByCap) {
  RecordOutcome {
    closed = List.copyOf(closed);
  }
}
