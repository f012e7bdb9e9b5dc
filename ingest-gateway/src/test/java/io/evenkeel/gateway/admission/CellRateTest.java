package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CellRateTest {
  private static final long NOW = 5_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  // 10 events a second, 20 at once.
  private final CellRate rate = new CellRate(10, 20);

  @Test
  void fullBucketAdmitsItsBurstAtOnceAndNotOneMore() {
    long empty = admitted(rate.decide(NOW, NOW, 20));

    assertThat(empty).isEqualTo(NOW + 2 * SECOND);
    assertThat(rate.decide(empty, NOW, 1))
        .isEqualTo(new Admission.Throttled(Duration.ofMillis(100)));
  }

  @Test
  void saysExactlyWhenTheSameWouldPass() {
    Admission.Throttled throttled = (Admission.Throttled) rate.decide(NOW + 2 * SECOND, NOW, 7);

    long then = NOW + throttled.waitMin().toNanos();
    assertThat(rate.decide(NOW + 2 * SECOND, then - 1, 7)).isInstanceOf(Admission.Throttled.class);
    assertThat(rate.decide(NOW + 2 * SECOND, then, 7)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void fullBucketAdmitsWhatIsLargerThanTheBurstAndGoesIntoDebt() {
    long debt = admitted(rate.decide(NOW - SECOND, NOW, 50));

    assertThat(debt).isEqualTo(NOW + 5 * SECOND);
    assertThat(rate.decide(debt, NOW, 1))
        .isEqualTo(new Admission.Throttled(Duration.ofMillis(3_100)));
    assertThat(rate.decide(debt, NOW, 50))
        .isEqualTo(new Admission.Throttled(Duration.ofSeconds(5)));
    assertThat(rate.decide(debt, debt, 50)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void bucketThatHasBeenFullForLongIsNoFuller() {
    assertThat(admitted(rate.decide(NOW - 1_000 * SECOND, NOW, 20))).isEqualTo(NOW + 2 * SECOND);
  }

  @Test
  void clockMayWrapAround() {
    long beforeTheWrap = Long.MAX_VALUE - SECOND;
    long empty = admitted(rate.decide(beforeTheWrap, beforeTheWrap, 20));

    assertThat(empty).isNegative();
    assertThat(rate.decide(empty, beforeTheWrap, 1)).isInstanceOf(Admission.Throttled.class);
    assertThat(rate.decide(empty, beforeTheWrap + 2 * SECOND, 20))
        .isInstanceOf(Admission.Admitted.class);
  }

  private static long admitted(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) admission).fullAtNanos();
  }
}
