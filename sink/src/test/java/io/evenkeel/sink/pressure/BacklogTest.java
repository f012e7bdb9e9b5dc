package io.evenkeel.sink.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final OptionalLong UNKNOWN = OptionalLong.empty();

  @Test
  void isWhatLiesBetweenThePositionAndTheEnd() {
    assertThat(Backlog.of(10, 100, OptionalLong.of(40), UNKNOWN))
        .isEqualTo(new Backlog(40, 100, 60, false));
  }

  @Test
  void isTheWholeLogBeforeTheStageEverBegan() {
    assertThat(Backlog.of(10, 100, UNKNOWN, UNKNOWN)).isEqualTo(new Backlog(10, 100, 90, false));
  }

  @Test
  void isNothingAtTheEndAndWhereTheEndWasReadTooEarly() {
    assertThat(Backlog.of(10, 100, OptionalLong.of(100), UNKNOWN).waits()).isFalse();
    assertThat(Backlog.of(10, 100, OptionalLong.of(103), UNKNOWN).waits()).isFalse();
  }

  @Test
  void leavesMarkersOutWhereTheStageBeforeTellsWhatItMade() {
    assertThat(Backlog.of(0, 100, OptionalLong.of(40), OptionalLong.of(50)).records())
        .isEqualTo(50);
    assertThat(Backlog.of(0, 100, OptionalLong.of(40), OptionalLong.of(0)).waits()).isFalse();
  }

  @Test
  void doesNotBelieveACountThatTheLogCannotHold() {
    assertThat(Backlog.of(0, 100, OptionalLong.of(40), OptionalLong.of(61)).records())
        .isEqualTo(60);
    assertThat(Backlog.of(0, 100, OptionalLong.of(40), OptionalLong.of(-5)).records())
        .isEqualTo(60);
  }

  @Test
  void isLostWhereTheLogBeginsBehindThePosition() {
    assertThat(Backlog.of(50, 100, OptionalLong.of(40), UNKNOWN))
        .isEqualTo(new Backlog(50, 100, 50, true));
    assertThat(Backlog.of(100, 100, OptionalLong.of(40), OptionalLong.of(30)))
        .isEqualTo(new Backlog(100, 100, 0, true));
  }

  @Test
  void isNotLostWhereOnlyMarkersWereDeleted() {
    assertThat(Backlog.of(50, 50, OptionalLong.of(40), OptionalLong.of(0)).lost()).isFalse();
  }
}
