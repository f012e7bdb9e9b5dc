package io.evenkeel.load.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long and how often the servers are compared. Whatever is compared, each server is visited
 * once a round and batch size.
 *
 * @param directory for logs and the broker's data; should be empty
 * @param batches events a request; the largest is at most 1,000
 * @param oneGateway whether the gateways share a process. They share its compiled code then and are
 *     warm sooner, and calls that have one target in each of them have up to three there
 * @param rounds how often every server is visited with every batch size
 * @param visit how long one visit is
 * @param warmUp how long every server is loaded with every batch size before that, each time
 * @param warmUpRequests how many single events it has to answer in that time, and fewer the more
 *     events a request has; the same server is warmed up with every size
 * @param warmUpsMax how often at most; no more than until the compilers of its JVM are idle, too
 * @param halfLoad how long requests come at half of the rate that saturates the gateway, each time
 * @param halfLoads how often
 */
public record GatewayBenchmarkOptions(
    Path directory,
    List<Integer> batches,
    boolean oneGateway,
    int rounds,
    Duration visit,
    Duration warmUp,
    int warmUpRequests,
    int warmUpsMax,
    Duration halfLoad,
    int halfLoads) {
  /** The batch size of the latency, which every run needs. */
  static final int LATENCY_BATCH = 10;

  /** The batch size that a refusal is compared with, which every run needs. */
  static final int THROTTLED_BATCH = 50;

  /** What is asked for. */
  private static final List<Integer> BATCHES = List.of(1, 10, 50, 200);

  private static final int BATCH_MAX = 1_000;

  public GatewayBenchmarkOptions {
    batches = List.copyOf(batches);
    if (rounds < 1
        || warmUpsMax < 1
        || halfLoads < 1
        || batches.stream().anyMatch(b -> b < 1 || b > BATCH_MAX)) {
      throw new IllegalArgumentException("A benchmark needs rounds, and 1 to 1,000 events a batch");
    }
    if (!batches.containsAll(List.of(LATENCY_BATCH, THROTTLED_BATCH))) {
      throw new IllegalArgumentException("The batch sizes 10 and 50 are needed in every run");
    }
  }

  /** About five minutes. */
  public static GatewayBenchmarkOptions full(Path directory) {
    return new GatewayBenchmarkOptions(
        directory,
        BATCHES,
        false,
        7,
        Duration.ofMillis(1_500),
        Duration.ofSeconds(1),
        60_000,
        20,
        Duration.ofSeconds(8),
        5);
  }

  /**
   * Within a minute on a machine that does nothing else: shorter and less often, and the gateways
   * in one process. What cannot be saved is the warm-up: with half of it every ratio comes out two
   * to five times too high.
   */
  public static GatewayBenchmarkOptions quick(Path directory) {
    return new GatewayBenchmarkOptions(
        directory,
        BATCHES,
        true,
        3,
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        8_000,
        8,
        Duration.ofSeconds(1),
        2);
  }
}
