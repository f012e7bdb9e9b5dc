package io.evenkeel.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MinuteRangesTest {
  private static final long DAY = 1440;

  @Test
  void joinsNeighboursAndOverlaps() {
    assertThat(joined(0, range(1, 5, 7), range(1, 1, 3), range(1, 3, 5), range(1, 6, 9)))
        .containsExactly(range(1, 1, 9));
  }

  @Test
  void keepsDayOneAndDayThreeHundredApart() {
    assertThat(joined(60, range(1, 0, 1), range(1, 300 * DAY, 300 * DAY + 1)))
        .containsExactly(range(1, 0, 1), range(1, 300 * DAY, 300 * DAY + 1));
  }

  @Test
  void joinsAcrossAGapUpToTheBoundOnly() {
    assertThat(joined(60, range(1, 0, 1), range(1, 61, 62))).containsExactly(range(1, 0, 62));
    assertThat(joined(60, range(1, 0, 1), range(1, 62, 63))).hasSize(2);
  }

  @Test
  void keepsVehiclesApart() {
    assertThat(joined(60, range(2, 0, 1), range(1, 1, 2)))
        .containsExactly(range(1, 1, 2), range(2, 0, 1));
  }

  @Test
  void keepsALongRangeThatHoldsAShortOne() {
    assertThat(joined(0, range(1, 0, 100), range(1, 5, 6))).containsExactly(range(1, 0, 100));
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(() -> range(1, 3, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  static List<Long> seeds() {
    String seed = System.getProperty("seed");
    return seed != null ? List.of(Long.valueOf(seed)) : List.of(1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void coversExactlyTheGivenMinutesWhereNoGapIsAllowed(long seed) {
    Random random = new Random(seed);
    List<MinuteRange> ranges = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long from = random.nextInt(500);
      ranges.add(range(random.nextInt(3), from, from + 1 + random.nextInt(5)));
    }

    List<MinuteRange> joined = MinuteRanges.joined(ranges, 0);

    assertThat(minutes(joined)).isEqualTo(minutes(ranges));
    assertThat(joined.stream().mapToLong(MinuteRange::minutes).sum())
        .isEqualTo(minutes(ranges).size());
  }

  private static Set<String> minutes(List<MinuteRange> ranges) {
    Set<String> minutes = new TreeSet<>();
    for (MinuteRange range : ranges) {
      for (long minute = range.from(); minute < range.to(); minute++) {
        minutes.add(range.vehicleId() + ":" + minute);
      }
    }
    return minutes;
  }

  private static List<MinuteRange> joined(long gap, MinuteRange... ranges) {
    return MinuteRanges.joined(List.of(ranges), gap);
  }

  private static MinuteRange range(long vehicle, long from, long to) {
    return new MinuteRange(vehicle, from, to);
  }
}
