package io.evenkeel.sink.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Joins minutes into few ranges. */
public final class MinuteRanges {
  /** Minutes closer than this share a range: recomputing an hour costs less than many ranges. */
  public static final long GAP_MINUTES_MAX = 60;

  private static final Comparator<MinuteRange> BY_START =
      Comparator.comparingLong(MinuteRange::vehicleId).thenComparingLong(MinuteRange::from);

  private MinuteRanges() {}

  /**
   * Ranges that hold all the given ones, in order of vehicle and time, none closer to its neighbour
   * than {@code gapMinutesMax} minutes.
   *
   * @param gapMinutesMax minutes that may lie unneeded between two ranges that are joined, 0 or
   *     more
   */
  public static List<MinuteRange> joined(List<MinuteRange> ranges, long gapMinutesMax) {
    List<MinuteRange> sorted = ranges.stream().sorted(BY_START).toList();
    List<MinuteRange> joined = new ArrayList<>();
    for (MinuteRange range : sorted) {
      MinuteRange last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.vehicleId() == range.vehicleId()
          && range.from() - last.to() <= gapMinutesMax) {
        long to = Math.max(last.to(), range.to());
        joined.set(joined.size() - 1, new MinuteRange(last.vehicleId(), last.from(), to));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
