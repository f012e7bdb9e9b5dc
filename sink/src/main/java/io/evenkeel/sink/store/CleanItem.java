package io.evenkeel.sink.store;

import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionStep;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One step of a partition's position: a clean record, or a move without one.
 *
 * @param expectedOffset position before it
 * @param nextOffset position after it, beyond transaction markers
 * @param record the record; null where only markers were passed
 */
public record CleanItem(
    PartitionLease lease, long expectedOffset, long nextOffset, @Nullable CleanRecord record)
    implements PositionStep {

  /** Rows that storing it writes at most. */
  public int rows() {
    return record == null ? 0 : record.summary().out();
  }

  /** Bytes that it occupies. */
  public int bytes() {
    return record == null ? 0 : record.value().length;
  }

  /** Source position after it, empty if it has no record. */
  @Override
  public OptionalLong nextSource() {
    return record == null
        ? OptionalLong.empty()
        : OptionalLong.of(record.summary().sourceOffset() + 1);
  }
}
