package io.evenkeel.sink.caretaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.sink.store.MinuteRange;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecomputePlanTest {
  private static final long DAY = 1440;

  @Test
  void recomputesAMinuteOnceHoweverManyMarksItHas() {
    RecomputePlan plan =
        RecomputePlan.of(List.of(mark(1, 5, 8), mark(2, 6, 9), mark(3, 5, 6)), 100);

    assertThat(plan.marks()).hasSize(3);
    assertThat(plan.byDay()).containsOnlyKeys(0L);
    assertThat(plan.byDay().get(0L)).containsExactly(new MinuteRange(7, 5, 9));
  }

  @Test
  void cutsRangesAtDays() {
    RecomputePlan plan = RecomputePlan.of(List.of(mark(1, DAY - 2, 2 * DAY + 3)), 10_000);

    assertThat(plan.byDay().get(0L)).containsExactly(new MinuteRange(7, DAY - 2, DAY));
    assertThat(plan.byDay().get(1L)).containsExactly(new MinuteRange(7, DAY, 2 * DAY));
    assertThat(plan.byDay().get(2L)).containsExactly(new MinuteRange(7, 2 * DAY, 2 * DAY + 3));
    assertThat(plan.minutes()).isEqualTo(DAY + 5);
  }

  @Test
  void cutsRangesBeforeTheEpochAtDays() {
    RecomputePlan plan = RecomputePlan.of(List.of(mark(1, -3, 2)), 100);

    assertThat(plan.byDay()).containsOnlyKeys(-1L, 0L);
  }

  @Test
  void takesAsManyMarksAsFitIntoTheBudget() {
    List<Mark> marks =
        LongStream.range(0, 10).mapToObj(i -> mark(i, i * 100, i * 100 + 30)).toList();

    assertThat(RecomputePlan.of(marks, 100).marks()).isEqualTo(marks.subList(0, 3));
  }

  @Test
  void keepsTheMarksOfDaysThatAreNotRecomputed() {
    RecomputePlan plan =
        RecomputePlan.of(List.of(mark(1, 0, 5), mark(2, DAY, DAY + 7)), 10_000).without(Set.of(0L));

    assertThat(plan.byDay()).containsOnlyKeys(1L);
    assertThat(plan.minutes()).isEqualTo(7);
    assertThat(plan.marks()).hasSize(2);
  }

  @Test
  void takesAtLeastOneMark() {
    assertThat(RecomputePlan.of(List.of(mark(1, 0, 500)), 100).marks()).hasSize(1);
  }

  @Test
  void cutsALargeMarkIntoPiecesThatMakeItUp() {
    assertThat(RecomputePlan.pieces(new MinuteRange(7, 10, 35), 10))
        .containsExactly(
            new MinuteRange(7, 10, 20), new MinuteRange(7, 20, 30), new MinuteRange(7, 30, 35));
  }

  private static Mark mark(long id, long from, long to) {
    return new Mark(id, new MinuteRange(7, from, to));
  }
}
