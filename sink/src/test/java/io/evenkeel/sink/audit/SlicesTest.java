package io.evenkeel.sink.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  @Test
  void leavesSmallDaysWholeAndGivesLargeOnesToBothWorkers() {
    assertThat(Slices.pieces(0)).isEqualTo(1);
    assertThat(Slices.pieces(64L << 20)).isEqualTo(1);
    assertThat(Slices.pieces((64L << 20) + 1)).isEqualTo(2);
    assertThat(Slices.pieces(2L << 30)).isEqualTo(2);
    assertThat(Slices.pieces((2L << 30) + 1)).isEqualTo(4);
    assertThat(Slices.pieces(Long.MAX_VALUE / 2)).isEqualTo(64);
  }

  @Test
  void cutsWithoutGapOrOverlap() {
    assertThat(Slices.cut(DAY, List.of(0L, 5L, 5L, 9L)))
        .containsExactly(new Slice(DAY, 0, 5), new Slice(DAY, 5, 9));
  }
}
