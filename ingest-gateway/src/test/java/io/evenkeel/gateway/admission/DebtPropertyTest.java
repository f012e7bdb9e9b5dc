package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bucket that goes into debt, against its bound. */
class DebtPropertyTest {
  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 200) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverAdmitsMoreThanTheBoundWithinAnyTimeAndAsksForNoLongerWait(long seed) {
    Random random = new Random(seed);
    CellRate rate = new CellRate(1 + random.nextInt(100_000), 1 + random.nextInt(5_000));
    int largest = 1 + random.nextInt(3 * rate.burst());
    double refillNanos = rate.burst() * 1e9 / rate.perSecond();
    List<long[]> passed = new ArrayList<>();

    long start = random.nextLong();
    long now = start;
    long fullAt = start;
    for (int i = 0; i < 300; i++) {
      now += (long) (refillNanos * random.nextDouble() / 5);
      int events = 1 + random.nextInt(largest);
      switch (rate.enter(fullAt, now)) {
        case Admission.Admitted(long full) -> {
          fullAt = rate.charge(full, now, events);
          passed.add(new long[] {now - start, events});
        }
        case Admission.Throttled(var wait) -> {
          long then = now + wait.toNanos();
          assertThat(rate.enter(fullAt, then)).isInstanceOf(Admission.Admitted.class);
          assertThat(rate.level(fullAt, now)).isZero();
        }
      }
    }

    for (int from = 0; from < passed.size(); from++) {
      long sum = 0;
      for (int to = from; to < passed.size(); to++) {
        sum += passed.get(to)[1];
        double seconds = (passed.get(to)[0] - passed.get(from)[0]) / 1e9;
        assertThat((double) sum)
            .isLessThanOrEqualTo(rate.burst() + largest + seconds * rate.perSecond() + 1e-3);
      }
    }
  }
}
