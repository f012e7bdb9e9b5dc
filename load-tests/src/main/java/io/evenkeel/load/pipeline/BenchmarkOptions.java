package io.evenkeel.load.pipeline;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to load the pipeline.
 *
 * @param directory for data and logs; should be empty, so that runs compare
 * @param warmUp how long events are sent before anything is measured
 * @param duration how long events are sent and measured
 * @param batch events of one vehicle a request
 * @param vehicles size of the fleet
 * @param senders requests under way at once
 * @param seed of the fleet
 */
public record BenchmarkOptions(
    Path directory,
    Duration warmUp,
    Duration duration,
    int batch,
    int vehicles,
    int senders,
    long seed) {
  public BenchmarkOptions {
    if (batch < 1 || batch > 5_000 || vehicles < 1 || senders < 1 || senders > vehicles) {
      throw new IllegalArgumentException(
          "a benchmark needs 1 to 5,000 events a request and at least as many vehicles as senders");
    }
  }

  /** The same load for the time of the warm-up. */
  BenchmarkOptions asWarmUp() {
    return new BenchmarkOptions(directory, warmUp, warmUp, batch, vehicles, senders, seed);
  }
}
