package io.evenkeel.processor.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenSequencesTest {
  private final SeenSequences seen = new SeenSequences();

  @Test
  void recognisesARepeat() {
    assertThat(seen.add("boot", 7, 1_000)).isTrue();

    assertThat(seen.add("boot", 7, 1_000)).isFalse();
  }

  @Test
  void takesTheSameCounterAtAnotherTimeForAnotherEvent() {
    seen.add("boot", 7, 1_000);

    assertThat(seen.add("boot", 7, 1_001)).isTrue();
    assertThat(seen.add("boot", 7, 1_001)).isFalse();
    assertThat(seen.add("boot", 7, 1_000)).isFalse();
  }

  @Test
  void takesTheSameCounterOfAnotherSessionForAnotherEvent() {
    seen.add("boot", 7, 1_000);

    assertThat(seen.add("", 7, 1_000)).isTrue();
  }

  @Test
  void keepsARegularDeviceInOneRange() {
    for (long seq = 0; seq < 100_000; seq++) {
      seen.add("", seq, 5_000 + seq * 1_000);
    }

    assertThat(seen.size()).isEqualTo(1);
    assertThat(seen.add("", 0, 5_000)).isFalse();
    assertThat(seen.add("", 50_000, 50_005_000)).isFalse();
    assertThat(seen.add("", 50_000, 50_005_001)).isTrue();
  }

  @Test
  void joinsRangesWhenTheGapBetweenThemFills() {
    addLine(0, 10);
    addLine(11, 20);
    assertThat(seen.size()).isEqualTo(2);

    addLine(10, 11);

    assertThat(seen.size()).isEqualTo(1);
  }

  @Test
  void joinsARangeThatArrivesBackwards() {
    for (long seq = 20; seq >= 0; seq--) {
      seen.add("", seq, seq * 1_000);
    }

    assertThat(seen.size()).isEqualTo(1);
  }

  @Test
  void joinsEveryOtherEventWithTheRestThatComesLater() {
    for (long seq = 0; seq < 60; seq += 2) {
      seen.add("", seq, seq * 1_000);
    }
    for (long seq = 1; seq < 60; seq += 2) {
      seen.add("", seq, seq * 1_000);
    }

    assertThat(seen.size()).isEqualTo(1);
    assertThat(seen.forgotten()).isZero();
  }

  @Test
  void startsANewRangeWhereTheLineBreaks() {
    addLine(0, 10);

    seen.add("", 10, 99_999);

    assertThat(seen.size()).isEqualTo(2);
  }

  @Test
  void forgetsTheLeastRecentlyExtendedRangeAtTheCap() {
    addLine(0, 10);
    addLine(1_000, 1_010);
    addLine(10, 11);
    for (int i = 0; i < SeenSequences.RANGES_MAX - 1; i++) {
      seen.add("", 10_000 + i * 10, 7);
    }

    assertThat(seen.forgotten()).isEqualTo(1);
    assertThat(seen.size()).isEqualTo(SeenSequences.RANGES_MAX);
    assertThat(seen.add("", 5, 5_000)).as("extended later").isFalse();
    assertThat(seen.add("", 1_005, 1_005_000)).as("forgotten").isTrue();
  }

  @Test
  void forgetsTheLeastRecentlyUsedSessionAtTheCap() {
    for (int session = 0; session < SeenSequences.SESSIONS_MAX; session++) {
      seen.add("boot-" + session, 1, 1_000);
      seen.add("boot-" + session, 5, 1_000);
    }
    seen.add("boot-0", 2, 9_000);

    seen.add("boot-new", 1, 1_000);

    assertThat(seen.forgotten()).isEqualTo(2);
    assertThat(seen.add("boot-0", 1, 1_000)).as("used later").isFalse();
    assertThat(seen.add("boot-1", 1, 1_000)).as("forgotten").isTrue();
  }

  @Test
  void holdsAtTheEndsOfTheNumberLine() {
    assertThat(seen.add("", Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
    assertThat(seen.add("", Long.MAX_VALUE - 1, Long.MIN_VALUE)).isTrue();
    assertThat(seen.add("", 0, Long.MIN_VALUE)).isTrue();

    assertThat(seen.add("", Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    assertThat(seen.add("", Long.MAX_VALUE - 1, Long.MIN_VALUE)).isFalse();
    assertThat(seen.add("", 0, Long.MIN_VALUE)).isFalse();
    assertThat(seen.add("", 0, 0)).isTrue();
  }

  private void addLine(long from, long to) {
    for (long seq = from; seq < to; seq++) {
      seen.add("", seq, seq * 1_000);
    }
  }
}
