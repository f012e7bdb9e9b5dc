package io.evenkeel.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against buckets that are never shared, stolen or raced for. */
class VehicleRatesPropertyTest {
  private static final int THREADS = 8;
  private static final int VEHICLES = 100;
  private static final CellRate RATE = new CellRate(50, 100);

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 30) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decidesAsABucketForEachVehicleDoes(long seed) {
    Random random = new Random(seed);
    CellRate rate = new CellRate(1 + random.nextInt(100), 1 + random.nextInt(100));
    // Few slots: vehicles take one another's all the time.
    VehicleRates table = new VehicleRates(1, seed);
    Map<Long, Long> model = new HashMap<>();

    long now = random.nextLong();
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(100_000_000);
      long hash = table.hash(0, "v" + random.nextInt(200));
      int events = 1 + random.nextInt(2 * rate.burst());
      long untrackedBefore = table.untracked();

      Admission admission = table.decide(hash, rate, events, now);

      if (table.untracked() > untrackedBefore) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        continue;
      }
      Admission expected = rate.decide(model.getOrDefault(hash, now), now, events);
      assertThat(admission).isEqualTo(expected);
      if (expected instanceof Admission.Admitted(long after)) {
        model.put(hash, after);
      }
    }
  }

  // All threads race for few slots. Their clocks lie within the time that an idle slot is left
  // alone, as the bound demands; rounds keep them together.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void manyThreadsNeverGetMoreThanTheBound(long seed) throws Exception {
    VehicleRates table = new VehicleRates(1, seed);
    CyclicBarrier rounds = new CyclicBarrier(THREADS);
    List<Future<List<List<Passed>>>> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      for (int thread = 0; thread < THREADS; thread++) {
        Random own = new Random(seed * THREADS + thread);
        results.add(executor.submit(() -> run(new Random(seed), own, table, rounds)));
      }
    }

    assertThat(table.untracked()).isZero();
    for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
      List<Passed> passed = new ArrayList<>();
      for (Future<List<List<Passed>>> result : results) {
        passed.addAll(result.get().get(vehicle));
      }
      assertThat(passed).isNotEmpty();
      assertBound(RATE, passed);
    }
  }

  private static List<List<Passed>> run(
      Random shared, Random own, VehicleRates table, CyclicBarrier rounds)
      throws InterruptedException, BrokenBarrierException {
    List<List<Passed>> passed = new ArrayList<>();
    for (int i = 0; i < VEHICLES; i++) {
      passed.add(new ArrayList<>());
    }
    long roundNanos = 0;
    for (int round = 0; round < 300; round++) {
      roundNanos += shared.nextInt(1_000_000_000);
      // Groups of vehicles take turns, or all slots would always be in use.
      int group = (int) (roundNanos / 10_000_000_000L) % 5;
      rounds.await();
      for (int i = 0; i < 20; i++) {
        long now = roundNanos - own.nextInt(900_000_000);
        int vehicle = group * VEHICLES / 5 + own.nextInt(VEHICLES / 5);
        int events = 1 + own.nextInt(60);
        long hash = table.hash(0, "v" + vehicle);
        if (table.decide(hash, RATE, events, now) instanceof Admission.Admitted) {
          passed.get(vehicle).add(new Passed(now, events));
        }
      }
    }
    return passed;
  }

  private static void assertBound(CellRate rate, List<Passed> passed) {
    passed.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
    for (int from = 0; from < passed.size(); from++) {
      long sum = 0;
      for (int to = from; to < passed.size(); to++) {
        sum += passed.get(to).events();
        double seconds = (passed.get(to).nanos() - passed.get(from).nanos()) / 1e9;
        if (sum > rate.burst() + seconds * rate.perSecond() + 1e-3) {
          throw new AssertionError(
              "%d events in %.3f s, burst %d".formatted(sum, seconds, rate.burst()));
        }
      }
    }
  }

  private record Passed(long nanos, int events) {}
}
