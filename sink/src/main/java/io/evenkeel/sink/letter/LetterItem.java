package io.evenkeel.sink.letter;

import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.position.PositionStep;
import org.jspecify.annotations.Nullable;

/**
 * One step of a partition's position in the dead-letter topic.
 *
 * @param expectedOffset position before it
 * @param nextOffset position after it
 * @param letter the letter; null where only transaction markers were passed
 */
record LetterItem(
    PartitionLease lease, long expectedOffset, long nextOffset, @Nullable Letter letter)
    implements PositionStep {

  int letters() {
    return letter == null ? 0 : 1;
  }

  int bytes() {
    return letter == null ? 0 : letter.bytes();
  }
}
