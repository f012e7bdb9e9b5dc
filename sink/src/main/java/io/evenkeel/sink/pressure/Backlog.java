package io.evenkeel.sink.pressure;

import java.util.OptionalLong;

/**
 * What waits in one partition.
 *
 * @param from offset of the first record that waits
 * @param end offset after the last record that may be read
 * @param records how many wait
 * @param lost whether retention deleted records that were not yet taken
 */
record Backlog(long from, long end, long records, boolean lost) {

  /**
   * The backlog of a partition.
   *
   * @param beginning first offset of the log
   * @param end offset after the last record that may be read
   * @param position where the stage goes on; empty if it never began, and then it begins at the
   *     beginning
   * @param made how many records wait by another count: of those that the stage before has made
   *     from its own, one for one. Offsets count the markers of transactions too; this does not
   */
  static Backlog of(long beginning, long end, OptionalLong position, OptionalLong made) {
    long from = Math.max(beginning, position.orElse(beginning));
    long offsets = Math.max(0, end - from);
    // Beyond what the log can hold the other count is of another log, or the group was reset.
    boolean counted = made.isPresent() && made.getAsLong() >= 0 && made.getAsLong() <= offsets;
    boolean skipped = position.isPresent() && position.getAsLong() < beginning;
    boolean onlyMarkers = made.isPresent() && made.getAsLong() == 0;
    return new Backlog(from, end, counted ? made.getAsLong() : offsets, skipped && !onlyMarkers);
  }

  /** Whether any record waits. */
  boolean waits() {
    return records > 0;
  }

  /** The same where only markers of transactions were found. */
  Backlog ofMarkersOnly() {
    return new Backlog(from, end, 0, lost);
  }
}
