package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantRatesTest {
  private static final long SECOND = 1_000_000_000L;

  private final TenantRates rates = new TenantRates(new CellRate(10, 20), 0);

  @Test
  void eachTenantHasItsOwnBucket() {
    assertThat(rates.charge("a", 20, 0)).isInstanceOf(Admission.Admitted.class);
    assertThat(rates.charge("a", 1, 0)).isInstanceOf(Admission.Throttled.class);
    assertThat(rates.charge("b", 20, 0)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void throttledTenantIsNotCharged() {
    rates.charge("a", 20, 0);

    assertThat(rates.charge("a", 5, 0)).isInstanceOf(Admission.Throttled.class);
    assertThat(rates.charge("a", 20, 2 * SECOND)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void fullBucketsLeave() {
    rates.charge("a", 20, 0);
    rates.charge("b", 500, 0);
    assertThat(rates.size()).isEqualTo(2);

    rates.charge("c", 1, 11 * SECOND);

    assertThat(rates.size()).isEqualTo(2);
    assertThat(rates.charge("b", 1, 11 * SECOND)).isInstanceOf(Admission.Throttled.class);
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanOne() {
    AtomicInteger admitted = new AtomicInteger();

    IntStream.range(0, 1_000)
        .parallel()
        .forEach(i -> {
          if (rates.charge("a", 1, 0) instanceof Admission.Admitted) {
            admitted.incrementAndGet();
          }
        });

    assertThat(admitted).hasValue(20);
  }
}
