package io.evenkeel.sink.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Follows the source offsets of one partition of a clean topic: each record must come from the
 * offset after the one before. Not thread-safe.
 */
final class SourceChain {
  private final OptionalLong nextAtCut;
  private OptionalLong next;
  private OptionalLong before = OptionalLong.empty();
  private final List<Gap> gaps = new ArrayList<>();

  /**
   * A chain.
   *
   * @param next source offset that the first record at the position must come from; empty accepts
   *     any
   */
  SourceChain(OptionalLong next) {
    this.nextAtCut = next;
    this.next = next;
  }

  /** Takes a record that lies before the position; in order. */
  void before(long source) {
    before = OptionalLong.of(source);
  }

  /**
   * Takes a record at or after the position; in order.
   *
   * @return whether it comes from before the place where the position says storing goes on: it is a
   *     repeat
   */
  boolean isRepeat(long source) {
    if (next.isPresent() && source < next.getAsLong()) {
      return true;
    }
    if (next.isPresent() && source > next.getAsLong()) {
      gaps.add(new Gap(next.getAsLong(), source));
    }
    next = OptionalLong.of(source + 1);
    return false;
  }

  /** Source offsets without a clean record. */
  List<Gap> gaps() {
    return gaps;
  }

  /** The first source offset without a clean record so far; empty if nothing is known. */
  OptionalLong next() {
    return next;
  }

  /**
   * By how many records the last record before the position misses its place: positive if the
   * position in the source lies too far, negative if not far enough; 0 if it is right or not known.
   */
  long misplaced() {
    return before.isPresent() && nextAtCut.isPresent()
        ? nextAtCut.getAsLong() - 1 - before.getAsLong()
        : 0;
  }

  /** Source offsets from {@code from} to before {@code to}. */
  record Gap(long from, long to) {
    boolean holds(long source) {
      return source >= from && source < to;
    }

    long records() {
      return to - from;
    }

    @Override
    public String toString() {
      return records() == 1 ? Long.toString(from) : from + " to " + (to - 1);
    }
  }
}
