package io.evenkeel.load.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How long the oldest record that is not stored has been in the log, from readings of log ends and
 * stored positions alone: the time since the log's end was where the stored position is now. Not
 * thread-safe.
 */
final class LagMeter {
  private static final int MARKS_MAX = 20_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Deque<Mark> marks = new ArrayDeque<>();

  /** Where the log ended at a time, by partition. */
  private record Mark(long nanos, long[] ends) {}

  /**
   * Notes where the log ends.
   *
   * @param nanos when, monotonic
   * @param ends next offset by partition
   */
  void ends(long nanos, long[] ends) {
    marks.addLast(new Mark(nanos, ends.clone()));
    if (marks.size() > MARKS_MAX) {
      marks.removeFirst();
    }
  }

  /**
   * Seconds that the oldest unstored record of all partitions has waited; 0 if there is none.
   * Between two readings the log is taken to have grown evenly.
   *
   * @param nanos now, monotonic
   * @param stored next offset to store by partition; read before the last log ends
   */
  double seconds(long nanos, long[] stored) {
    double most = 0;
    for (int partition = 0; partition < stored.length; partition++) {
      if (!marks.isEmpty() && marks.getLast().ends()[partition] > stored[partition]) {
        most =
            Math.max(
                most, (nanos - appendedNanos(partition, stored[partition])) / NANOS_PER_SECOND);
      }
    }
    forget(stored);
    return most;
  }

  private double appendedNanos(int partition, long offset) {
    Iterator<Mark> all = marks.iterator();
    Mark before = all.next();
    if (before.ends()[partition] > offset) {
      return before.nanos();
    }
    while (all.hasNext()) {
      Mark mark = all.next();
      long grown = mark.ends()[partition] - before.ends()[partition];
      if (mark.ends()[partition] > offset) {
        double share = (double) (offset - before.ends()[partition]) / grown;
        return before.nanos() + share * (mark.nanos() - before.nanos());
      }
      before = mark;
    }
    return before.nanos();
  }

  // Keeps the last reading that everything stored has passed: the next one is measured from it.
  private void forget(long[] stored) {
    while (marks.size() > 1) {
      Iterator<Mark> all = marks.iterator();
      all.next();
      if (!isPassed(all.next(), stored)) {
        return;
      }
      marks.removeFirst();
    }
  }

  private static boolean isPassed(Mark mark, long[] stored) {
    for (int partition = 0; partition < stored.length; partition++) {
      if (mark.ends()[partition] > stored[partition]) {
        return false;
      }
    }
    return true;
  }
}
