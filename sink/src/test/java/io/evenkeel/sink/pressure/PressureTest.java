package io.evenkeel.sink.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PressureTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Backlog SOME = new Backlog(0, 30, 30, false);
  private static final Backlog NONE = new Backlog(5, 5, 0, false);

  @Test
  void addsPartitionsAndTakesTheOldestRecord() {
    Pressure pressure = Pressure.of(List.of(SOME, NONE, SOME), hoursAgo(84), NOW, WEEK);

    assertThat(pressure).isEqualTo(new Pressure(60, 84 * 3_600, 0.5));
  }

  @Test
  void isNothingWhereNothingWaits() {
    assertThat(Pressure.of(List.of(NONE), OptionalLong.empty(), NOW, WEEK))
        .isEqualTo(new Pressure(0, 0, 0));
  }

  @Test
  void hasNoNegativeAgeWhereTheBrokersClockIsAhead() {
    assertThat(Pressure.of(List.of(SOME), OptionalLong.of(NOW + 500), NOW, WEEK).seconds())
        .isZero();
  }

  @Test
  void isNoShareOfARetentionWithoutEnd() {
    assertThat(
            Pressure.of(List.of(SOME), hoursAgo(84), NOW, Duration.ofMillis(-1)).retentionRatio())
        .isZero();
  }

  @Test
  void isAtTheHorizonOnceRecordsAreLostEvenIfNoneIsLeft() {
    Backlog lost = new Backlog(9, 9, 0, true);

    assertThat(Pressure.of(List.of(lost), OptionalLong.empty(), NOW, WEEK).retentionRatio())
        .isEqualTo(1);
  }

  private static OptionalLong hoursAgo(int hours) {
    return OptionalLong.of(NOW - Duration.ofHours(hours).toMillis());
  }
}
