package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the bound itself: what passes within any time, and that nothing less passes. */
class CellRatePropertyTest {
  private static final int STEPS = 300;

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 300) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverAdmitsMoreThanTheBoundWithinAnyTime(long seed) {
    Random random = new Random(seed);
    CellRate rate = randomRate(random);
    int largest = 1 + random.nextInt(3 * rate.burst());
    List<long[]> passed = new ArrayList<>();

    long now = random.nextLong();
    long fullAt = now;
    long elapsed = 0;
    for (int i = 0; i < STEPS; i++) {
      long pause = pause(random, rate);
      now += pause;
      elapsed += pause;
      int events = 1 + random.nextInt(largest);
      if (rate.decide(fullAt, now, events) instanceof Admission.Admitted(long after)) {
        fullAt = after;
        passed.add(new long[] {elapsed, events});
      }
    }

    for (int from = 0; from < passed.size(); from++) {
      long sum = 0;
      for (int to = from; to < passed.size(); to++) {
        sum += passed.get(to)[1];
        double seconds = (passed.get(to)[0] - passed.get(from)[0]) / 1e9;
        assertThat((double) sum)
            .isLessThanOrEqualTo(
                Math.max(rate.burst(), largest) + seconds * rate.perSecond() + 1e-3);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithABucketThatIsCountedOut(long seed) {
    Random random = new Random(seed);
    // A divisor of a billion: both ways of counting are exact then.
    int perSecond = List.of(1, 10, 1_000, 64, 50_000).get(random.nextInt(5));
    CellRate rate = new CellRate(perSecond, 1 + random.nextInt(5_000));
    long nanosPerEvent = 1_000_000_000L / perSecond;
    long capacity = rate.burst() * nanosPerEvent;

    long now = random.nextLong();
    long fullAt = now;
    long level = capacity;
    for (int i = 0; i < STEPS; i++) {
      long pause = pause(random, rate);
      now += pause;
      level = Math.min(capacity, level + pause);
      int events = 1 + random.nextInt(2 * rate.burst());
      boolean expected = level == capacity || level >= events * nanosPerEvent;

      Admission admission = rate.decide(fullAt, now, events);

      assertThat(admission instanceof Admission.Admitted).isEqualTo(expected);
      if (admission instanceof Admission.Admitted(long after)) {
        fullAt = after;
        level -= events * nanosPerEvent;
      }
    }
  }

  private static CellRate randomRate(Random random) {
    return new CellRate(1 + random.nextInt(100_000), 1 + random.nextInt(5_000));
  }

  // Mostly short against the time of a refill, sometimes much longer.
  private static long pause(Random random, CellRate rate) {
    double refillSeconds = (double) rate.burst() / rate.perSecond();
    double share = random.nextInt(20) == 0 ? 3 * random.nextDouble() : random.nextDouble() / 10;
    return (long) (share * refillSeconds * 1e9);
  }
}
