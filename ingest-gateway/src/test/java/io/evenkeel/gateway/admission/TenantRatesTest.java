package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantRatesTest {
  private static final long SECOND = 1_000_000_000L;

  private static final CellRate RATE = new CellRate(10, 20);

  private final TenantRates rates = new TenantRates(0);

  @Test
  void eachTenantHasItsOwnBucket() {
    assertThat(rates.decide("a", RATE, 20, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(rates.decide("a", RATE, 1, 0)).isInstanceOf(Admission.Throttled.class);
    assertThat(rates.decide("b", RATE, 20, 0)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void throttledTenantIsNotCharged() {
    rates.decide("a", RATE, 20, 0);

    assertThat(rates.decide("a", RATE, 5, 0)).isInstanceOf(Admission.Throttled.class);
    assertThat(rates.decide("a", RATE, 20, 2 * SECOND)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void fullBucketsLeave() {
    rates.decide("a", RATE, 20, 0);
    rates.decide("b", RATE, 500, 0);
    assertThat(rates.size()).isEqualTo(2);

    rates.decide("c", RATE, 1, 11 * SECOND);

    assertThat(rates.size()).isEqualTo(2);
    assertThat(rates.decide("b", RATE, 1, 11 * SECOND)).isInstanceOf(Admission.Throttled.class);
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanOne() {
    AtomicInteger admitted = new AtomicInteger();

    IntStream.range(0, 1_000)
        .parallel()
        .forEach(i -> {
          if (rates.decide("a", RATE, 1, 0) instanceof Admission.Admitted) {
            admitted.incrementAndGet();
          }
        });

    assertThat(admitted).hasValue(20);
  }

  @Test
  void chargesADebtThatIsPaidBackBeforeAnythingElsePasses() {
    assertThat(rates.enter("a", RATE, 0)).isInstanceOf(Admission.Admitted.class);

    rates.charge("a", RATE, 50, 0);

    assertThat(rates.enter("a", RATE, 3 * SECOND))
        .isEqualTo(new Admission.Throttled(Duration.ofMillis(100)));
    assertThat(rates.enter("a", RATE, 3 * SECOND + SECOND / 10))
        .isInstanceOf(Admission.Admitted.class);
    assertThat(rates.enter("b", RATE, 0)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void aRaisedRateHelpsAtOnceAndALoweredOneLeavesNoLongDebt() {
    rates.charge("a", RATE, 1_020, 0);
    assertThat(rates.enter("a", RATE, 0))
        .isEqualTo(new Admission.Throttled(Duration.ofMillis(100_100)));

    CellRate raised = new CellRate(100_000, 1_000_000);
    assertThat(rates.enter("a", raised, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(raised.level(rates.fullAtNanos("a", raised, 0), 0)).isEqualTo(1_000_000 - 1_020);

    rates.charge("a", raised, 900_000, 0);
    CellRate lowered = new CellRate(1, 5);
    assertThat(rates.enter("a", lowered, 0))
        .isEqualTo(new Admission.Throttled(Duration.ofSeconds(1)));
  }

  @Test
  void threadsThatAskAtTheSameTimeMayEachBringABatchMore() {
    AtomicInteger admitted = new AtomicInteger();

    IntStream.range(0, 1_000)
        .parallel()
        .forEach(i -> {
          if (rates.enter("a", RATE, 0) instanceof Admission.Admitted) {
            rates.charge("a", RATE, 3, 0);
            admitted.addAndGet(3);
          }
        });

    int threads = ForkJoinPool.getCommonPoolParallelism() + 1;
    assertThat(admitted.get()).isBetween(20, 20 + 3 * threads);
  }

  @Test
  void noChargeIsLostWhileBucketsLeave() {
    for (int round = 1; round <= 300; round++) {
      // By now the bucket is full again, and the first charge lets it leave.
      long nowNanos = round * 25 * SECOND;
      AtomicInteger admitted = new AtomicInteger();

      IntStream.range(0, 16)
          .parallel()
          .forEach(i -> {
            if (rates.decide("a", RATE, 5, nowNanos) instanceof Admission.Admitted) {
              admitted.addAndGet(5);
            }
          });

      assertThat(admitted).hasValue(20);
    }
  }
}
