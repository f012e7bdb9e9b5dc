package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LagMeterTest {
  private static final long SECOND = 1_000_000_000;

  private final LagMeter meter = new LagMeter();

  @Test
  void isNothingWhenEverythingIsStored() {
    meter.ends(SECOND, new long[] {10, 20});

    assertThat(meter.seconds(SECOND, new long[] {10, 20})).isZero();
  }

  @Test
  void isTheTimeSinceTheLogEndedWhereTheStoredPositionIs() {
    meter.ends(0, new long[] {0});
    meter.ends(SECOND, new long[] {100});
    meter.ends(2 * SECOND, new long[] {200});

    assertThat(meter.seconds(2 * SECOND, new long[] {50})).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void isThatOfThePartitionThatIsFurthestBehind() {
    meter.ends(0, new long[] {0, 0});
    meter.ends(4 * SECOND, new long[] {100, 100});

    assertThat(meter.seconds(4 * SECOND, new long[] {100, 25})).isCloseTo(3, within(1e-9));
  }

  @Test
  void growsWhileNothingIsStored() {
    meter.ends(0, new long[] {0});
    meter.ends(SECOND, new long[] {100});
    double before = meter.seconds(SECOND, new long[] {0});

    meter.ends(5 * SECOND, new long[] {100});

    assertThat(meter.seconds(5 * SECOND, new long[] {0}) - before).isCloseTo(4, within(1e-9));
  }

  @Test
  void stillKnowsAnOldRecordAfterNewerOnesOfAnotherPartitionWereStored() {
    meter.ends(0, new long[] {0, 0});
    meter.ends(SECOND, new long[] {10, 10});
    meter.seconds(SECOND, new long[] {10, 0});
    meter.ends(9 * SECOND, new long[] {90, 10});

    assertThat(meter.seconds(9 * SECOND, new long[] {90, 0})).isCloseTo(9, within(1e-9));
  }
}
