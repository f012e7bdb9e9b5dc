package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecoveryRampTest {
  private static final long MILLI = 1_000_000;
  private static final RecoveryConfig CONFIG =
      new RecoveryConfig(Duration.ofSeconds(2), 5, Duration.ofSeconds(1), 3, Duration.ofSeconds(5));

  private final RecoveryRamp ramp = new RecoveryRamp(CONFIG);

  @Test
  void letsEverythingInWhileTheLogAcknowledges() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(ramp.admits(at(i))).isTrue();
      ramp.sent(at(i));
      ramp.acknowledged(at(i + 5));
    }
    assertThat(ramp.percent(at(1_000))).isEqualTo(100);
  }

  @Test
  void haltsWhenWhatIsSentIsNotAcknowledged() {
    ramp.sent(at(0));

    assertThat(ramp.admits(at(1_999))).isTrue();
    assertThat(ramp.admits(at(2_000))).isFalse();
    assertThat(ramp.percent(at(2_000))).isZero();
  }

  @Test
  void haltsWhenEverythingFailsAtOnce() {
    for (int millis = 0; millis < 2_000; millis += 100) {
      assertThat(ramp.admits(at(millis))).isTrue();
      ramp.sent(at(millis));
      ramp.failed(at(millis), at(millis));
    }

    assertThat(ramp.admits(at(2_001))).isFalse();
  }

  @Test
  void failuresBetweenAcknowledgementsHaltNothing() {
    for (int millis = 0; millis < 10_000; millis += 10) {
      ramp.sent(at(millis));
      ramp.sent(at(millis));
      ramp.failed(at(millis), at(millis + 1));
      if (millis % 1_000 == 0) {
        ramp.acknowledged(at(millis + 1));
      } else {
        ramp.failed(at(millis), at(millis + 1));
      }
      assertThat(ramp.admits(at(millis + 2))).isTrue();
    }
  }

  @Test
  void aFailureLongAgoHaltsNothing() {
    ramp.sent(at(0));
    ramp.failed(at(0), at(1));

    assertThat(ramp.admits(at(60_000))).isTrue();
    ramp.sent(at(60_000));
    assertThat(ramp.admits(at(61_999))).isTrue();
  }

  @Test
  void letsAFewProbesThroughWhileHalted() {
    halt();

    assertThat(admitted(100, 2_500)).isZero();
    assertThat(admitted(100, 3_000)).isEqualTo(3);
    assertThat(admitted(100, 3_999)).isZero();
    assertThat(admitted(100, 4_000)).isEqualTo(3);
  }

  @Test
  void anAcknowledgementBeginsTheRamp() {
    halt();

    ramp.acknowledged(at(4_000));

    assertThat(admitted(1_000, 4_000)).isEqualTo(100);
    assertThat(admitted(1_000, 8_999)).isEqualTo(100);
    assertThat(admitted(1_000, 9_000)).isEqualTo(500);
    assertThat(admitted(1_000, 13_999)).isEqualTo(500);
    assertThat(admitted(1_000, 14_000)).isEqualTo(1_000);
  }

  @Test
  void theRampLetsItsFirstRequestIn() {
    halt();

    ramp.acknowledged(at(4_000));

    assertThat(ramp.admits(at(4_000))).isTrue();
  }

  @Test
  void haltsAgainWhenTheLogFallsSilentDuringTheRamp() {
    halt();
    ramp.acknowledged(at(4_000));

    ramp.sent(at(4_500));

    assertThat(ramp.percent(at(6_499))).isEqualTo(10);
    assertThat(admitted(100, 6_500)).isZero();
    assertThat(admitted(100, 7_500)).isEqualTo(3);
  }

  @Test
  void failuresFromBeforeTheRampDoNotEndIt() {
    for (int i = 0; i < 10; i++) {
      ramp.sent(at(0));
    }
    assertThat(ramp.admits(at(2_000))).isFalse();
    ramp.acknowledged(at(4_000));
    for (int i = 0; i < 9; i++) {
      ramp.failed(at(0), at(4_001));
    }

    assertThat(admitted(1_000, 8_999)).isEqualTo(100);
    assertThat(admitted(1_000, 14_000)).isEqualTo(1_000);
  }

  @Test
  void whatSaysNothingAboutTheLogHaltsNothing() {
    ramp.sent(at(0));
    ramp.withdrawn();

    assertThat(ramp.admits(at(5_000))).isTrue();
  }

  private void halt() {
    ramp.sent(at(0));
    assertThat(ramp.admits(at(2_000))).isFalse();
  }

  private int admitted(int requests, long millis) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += ramp.admits(at(millis)) ? 1 : 0;
    }
    return admitted;
  }

  // Any origin will do, close to where the clock wraps around as well.
  private static long at(long millis) {
    return Long.MAX_VALUE - 1_000 * MILLI + millis * MILLI;
  }
}
