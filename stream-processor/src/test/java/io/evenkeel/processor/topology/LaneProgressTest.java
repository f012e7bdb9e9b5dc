package io.evenkeel.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaneProgressTest {
  private static final long NOW = 1_000_000;

  private final LaneProgress progress = new LaneProgress();

  @Test
  void isTheAgeOfTheNewestRecordWhereItIsOldest() {
    progress.begin(0, NOW).processed(NOW - 2_000);
    progress.begin(1, NOW).processed(NOW - 90_500);

    assertThat(progress.lagSeconds(List.of(0, 1), NOW)).isEqualTo(90.5);
  }

  @Test
  void isNothingWhereNoRecordWaitsHoweverOldTheLast() {
    progress.begin(0, NOW).processed(NOW - 90_500);

    assertThat(progress.lagSeconds(List.of(), NOW)).isZero();
  }

  @Test
  void countsFromTheBeginOfATaskThatHasProcessedNothing() {
    var _ = progress.begin(0, NOW - 7_000);

    assertThat(progress.lagSeconds(List.of(0), NOW)).isEqualTo(7);
  }

  @Test
  void forgetsATaskThatIsOverButNotTheNextOnTheSamePartition() {
    LaneProgress.Partition first = progress.begin(0, NOW - 1_000);
    LaneProgress.Partition second = progress.begin(0, NOW - 3_000);
    progress.end(0, first);
    assertThat(progress.lagSeconds(List.of(0), NOW)).isEqualTo(3);

    progress.end(0, second);

    assertThat(progress.lagSeconds(List.of(0), NOW)).isZero();
  }
}
