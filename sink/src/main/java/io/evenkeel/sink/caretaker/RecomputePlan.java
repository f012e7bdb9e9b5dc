package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.store.MinuteRange;
import io.evenkeel.sink.store.MinuteRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which minutes one transaction recomputes.
 *
 * @param marks marks that are then done
 * @param byDay the minutes, each once, by days since the Unix epoch: a day is a partition, and
 *     naming it keeps the database from looking at all of them
 */
record RecomputePlan(List<Mark> marks, SortedMap<Long, List<MinuteRange>> byDay) {
  private static final long DAY_MINUTES = Duration.ofDays(1).toMinutes();

  /**
   * As many of the marks, in order, as fit into a budget; at least one.
   *
   * @param marks at least one, none larger than the budget
   * @param minutesMax most minutes, over all vehicles
   */
  static RecomputePlan of(List<Mark> marks, long minutesMax) {
    List<Mark> taken = new ArrayList<>();
    long minutes = 0;
    for (Mark mark : marks) {
      minutes += mark.range().minutes();
      if (!taken.isEmpty() && minutes > minutesMax) {
        break;
      }
      taken.add(mark);
    }
    return new RecomputePlan(List.copyOf(taken), byDay(taken));
  }

  /** The same marks, but none of the minutes of these days since the Unix epoch. */
  RecomputePlan without(Set<Long> days) {
    SortedMap<Long, List<MinuteRange>> rest = new TreeMap<>(byDay);
    rest.keySet().removeAll(days);
    return new RecomputePlan(marks, rest);
  }

  /** Pieces of at most {@code minutesMax} minutes that make up a range. */
  static List<MinuteRange> pieces(MinuteRange range, long minutesMax) {
    List<MinuteRange> pieces = new ArrayList<>();
    for (long from = range.from(); from < range.to(); from += minutesMax) {
      long to = Math.min(range.to(), from + minutesMax);
      pieces.add(new MinuteRange(range.vehicleId(), from, to));
    }
    return pieces;
  }

  /** Number of minutes. */
  long minutes() {
    return byDay.values().stream().flatMap(List::stream).mapToLong(MinuteRange::minutes).sum();
  }

  private static SortedMap<Long, List<MinuteRange>> byDay(List<Mark> marks) {
    SortedMap<Long, List<MinuteRange>> byDay = new TreeMap<>();
    for (MinuteRange range : MinuteRanges.joined(marks.stream().map(Mark::range).toList(), 0)) {
      for (long from = range.from(); from < range.to(); ) {
        long day = Math.floorDiv(from, DAY_MINUTES);
        long to = Math.min(range.to(), (day + 1) * DAY_MINUTES);
        byDay
            .computeIfAbsent(day, d -> new ArrayList<>())
            .add(new MinuteRange(range.vehicleId(), from, to));
        from = to;
      }
    }
    return byDay;
  }
}
