package io.evenkeel.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DirectoryFreshnessTest {
  private static final long SECOND = 1_000_000_000L;

  // The nano clock may be anything, also about to overflow.
  private static final Long START = Long.MAX_VALUE - 5 * SECOND;

  private final DirectoryFreshness freshness = new DirectoryFreshness(Duration.ofSeconds(10));

  @Test
  void isNotCurrentBeforeTheEndIsReached() {
    freshness.onPosition(0);
    freshness.onEnd(START, 3);
    freshness.onPosition(2);

    assertThat(freshness.isCurrent(START)).isFalse();
    assertThat(freshness.ageSeconds(START)).isInfinite();
  }

  @Test
  void isCurrentAsOfTheQuestionOnceTheEndIsReached() {
    freshness.onEnd(START, 3);
    freshness.onPosition(3);

    assertThat(freshness.isCurrent(START + 10 * SECOND)).isTrue();
    assertThat(freshness.isCurrent(START + 10 * SECOND + 1)).isFalse();
    assertThat(freshness.ageSeconds(START + 7 * SECOND)).isEqualTo(7);
  }

  @Test
  void emptyTopicIsComplete() {
    freshness.onEnd(START, 0);
    freshness.onPosition(0);

    assertThat(freshness.isCurrent(START)).isTrue();
  }

  @Test
  void newRecordsBeyondThePositionConfirmNothing() {
    freshness.onEnd(START, 3);
    freshness.onPosition(3);
    freshness.onEnd(START + 8 * SECOND, 5);
    freshness.onPosition(4);

    assertThat(freshness.isCurrent(START + 11 * SECOND)).isFalse();
  }

  @Test
  void restartIsNotCurrent() {
    freshness.onEnd(START, 3);
    freshness.onPosition(3);
    freshness.onRestart();
    freshness.onPosition(3);

    assertThat(freshness.isCurrent(START)).isFalse();
  }
}
