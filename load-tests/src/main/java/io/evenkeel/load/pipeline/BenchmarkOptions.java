package io.evenkeel.load.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long the pipeline is loaded, and with what.
 *
 * @param directory for data and logs; should be empty, so that runs compare
 * @param batches events of one vehicle a request, each searched; the last one is held
 * @param vehicles size of the fleet, of each batch size its own
 * @param connections of the load, one request under way each
 * @param firstRate where the search begins, events/s
 * @param fixedRate held without a search, events/s; 0: search
 * @param warmUp how long the pipeline is loaded at most before anything is measured; less if the
 *     compilers of the JVMs have little to do before
 * @param step how long one rate of a search lasts
 * @param stepsMax rates of a search at most
 * @param searchWithin no further rate is tried later than so long after the start
 * @param half how long half of the highest level rate lasts; zero to leave it out
 * @param hold how long the highest level rate lasts
 * @param holdsMax how often a hold may begin again, a bit slower, because it was not level
 * @param seed of the fleet
 */
public record BenchmarkOptions(
    Path directory,
    List<Integer> batches,
    int vehicles,
    int connections,
    double firstRate,
    double fixedRate,
    Duration warmUp,
    Duration step,
    int stepsMax,
    Duration searchWithin,
    Duration half,
    Duration hold,
    int holdsMax,
    long seed) {
  private static final int BATCH_MAX = 1_000;
  private static final int VEHICLES_MAX = 50_000;

  public BenchmarkOptions {
    batches = List.copyOf(batches);
    if (batches.isEmpty() || batches.stream().anyMatch(batch -> batch < 1 || batch > BATCH_MAX)) {
      throw new IllegalArgumentException("a benchmark needs 1 to 1,000 events a request");
    }
    if (connections < 1 || vehicles < connections || vehicles > VEHICLES_MAX) {
      throw new IllegalArgumentException(
          "a benchmark needs at least as many vehicles as connections, and at most 50,000");
    }
    if (fixedRate < 0 || holdsMax < 1) {
      throw new IllegalArgumentException("a rate must be positive");
    }
  }

  /** About a quarter of an hour. */
  public static BenchmarkOptions full(Path directory) {
    return new BenchmarkOptions(
        directory,
        List.of(1, 10, 50),
        2_000,
        64,
        20_000,
        0,
        Duration.ofSeconds(120),
        Duration.ofSeconds(15),
        6,
        Duration.ofMinutes(9),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        3,
        1);
  }

  /** Less than two minutes on a machine that does nothing else: shorter, and less often. */
  public static BenchmarkOptions quick(Path directory) {
    return new BenchmarkOptions(
        directory,
        List.of(1, 10, 50),
        2_000,
        64,
        20_000,
        0,
        Duration.ofSeconds(24),
        Duration.ofSeconds(4),
        3,
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(25),
        1,
        1);
  }

  /** The same with another time at the highest level rate. */
  public BenchmarkOptions withHold(Duration newHold) {
    return with(fixedRate, vehicles, newHold);
  }

  /** The same at a rate that is given instead of searched. */
  public BenchmarkOptions withFixedRate(double eventsPerSecond) {
    return with(eventsPerSecond, vehicles, hold);
  }

  /** The same with a fleet of another size. */
  public BenchmarkOptions withVehicles(int newVehicles) {
    return with(fixedRate, newVehicles, hold);
  }

  private BenchmarkOptions with(double newFixedRate, int newVehicles, Duration newHold) {
    return new BenchmarkOptions(
        directory,
        batches,
        newVehicles,
        connections,
        firstRate,
        newFixedRate,
        warmUp,
        step,
        stepsMax,
        searchWithin,
        half,
        newHold,
        holdsMax,
        seed);
  }
}
