package io.evenkeel.load.pipeline;

import io.evenkeel.admin.PipelineState;
import io.evenkeel.load.gateway.CompilerCpu;
import io.evenkeel.load.gateway.LoadClient;
import io.evenkeel.model.topic.Lane;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A running pipeline and the loads on it: one fleet for each batch size. Not thread-safe.
 *
 * <p>The load runs in this process, whose CPU time is counted as {@code load}, together with what
 * looking at the pipeline costs.
 */
final class LoadedPipeline implements AutoCloseable {
  // Old enough that a long run stays in the past, young enough for the live lane.
  private static final Duration START_BEFORE = Duration.ofDays(20);
  private static final int VEHICLES_APART = 100_000;
  private static final Duration SAMPLE_EVERY = Duration.ofMillis(500);
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;
  // A load that the pipeline falls so far behind of is not level, and ends before its time.
  private static final double LAG_SECONDS_MAX = 5;
  private static final double LAG_SHARE_MAX = 3;

  private final BenchmarkOptions options;
  private final PipelineProcesses processes;
  private final PipelineState state;
  private final PipelineProbe probe;
  private final LoadClient client = new LoadClient();
  private final LoadTotals totals = new LoadTotals();
  private final Map<Integer, OpenLoad> loads = new HashMap<>();
  private final long startMillis = InstantSource.system().millis() - START_BEFORE.toMillis();

  LoadedPipeline(BenchmarkOptions options, PipelineProcesses processes)
      throws SQLException, InterruptedException {
    this.options = options;
    this.processes = processes;
    this.state = new PipelineState(processes.kafka(), processes.jdbcUrl());
    this.probe = new PipelineProbe(processes.kafka(), processes.jdbcUrl());
  }

  /** What a load came to, and how the pipeline was meanwhile. */
  record Loaded(RateResult result, List<Sample> samples, LagTrend trend) {
    Loaded {
      samples = List.copyOf(samples);
    }

    /** Share of this machine's processors that was used; never 0. */
    double utilisation() {
      return Math.max(0.01, result.cpuCores() / Runtime.getRuntime().availableProcessors());
    }
  }

  /** CPU seconds by process before and after some time, and processors that compilers used. */
  private record CpuUse(
      Map<String, Double> before,
      Map<String, Double> after,
      double seconds,
      double compilerCores) {}

  /**
   * Loads the pipeline at one rate, measures, and waits until everything is stored.
   *
   * @param listener gets every sample
   */
  Loaded load(int batch, double eventsPerSecond, Duration duration, Consumer<Sample> listener)
      throws InterruptedException, SQLException {
    double lagMax = Math.clamp(duration.toSeconds() / LAG_SHARE_MAX, LAG_SECONDS_MAX, 20);
    OpenLoad load = loads.computeIfAbsent(batch, this::fleet);
    long acceptedBefore = load.accepted();
    long fromMillis = InstantSource.system().millis();
    Map<String, Double> before = cpu();
    long compilersBefore = compilerNanos();
    long startNanos = System.nanoTime();
    try (Sampler sampler =
        new Sampler(
            probe,
            () -> load.accepted() - acceptedBefore,
            this::cpu,
            SAMPLE_EVERY,
            listener.andThen(sample -> endIfHopeless(load, sample, lagMax)))) {
      LoadResult sent = load.run(eventsPerSecond, duration);
      List<Sample> samples = sampler.stop();
      state.awaitStored(Lane.LIVE);
      double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
      Map<String, Double> after = cpu();
      double compilers = (compilerNanos() - compilersBefore) / NANOS_PER_SECOND / seconds;
      Freshness freshness =
          probe.freshness(fromMillis, InstantSource.system().millis() + 1, totals.accepted());
      CpuUse cpu = new CpuUse(before, after, seconds, compilers);
      RateResult result = result(batch, sent, samples, cpu, freshness);
      return new Loaded(result, samples, LagTrend.of(samples));
    }
  }

  /** All that was sent so far. */
  LoadTotals totals() {
    return totals;
  }

  /** Rows in the table. */
  long rows() {
    return state.rows();
  }

  PipelineProcesses processes() {
    return processes;
  }

  @Override
  public void close() {
    loads.values().forEach(OpenLoad::close);
    client.close();
    probe.close();
    state.close();
  }

  private static void endIfHopeless(OpenLoad load, Sample sample, double lagMax) {
    if (sample.lagSeconds() > lagMax) {
      load.endEarly();
    }
  }

  private RateResult result(
      int batch, LoadResult sent, List<Sample> samples, CpuUse cpu, Freshness freshness) {
    LagTrend trend = LagTrend.of(samples);
    boolean level =
        trend.isLevel() && sent.refused() == 0 && sent.behindSeconds() < LoadResult.BEHIND_MAX;
    return new RateResult(
        batch,
        Math.round(sent.eventsPerSecond()),
        Math.round(sent.accepted() / sent.seconds()),
        sent.seconds(),
        level,
        sent.latencyMs(50),
        sent.latencyMs(99),
        sent.refused(),
        freshness,
        rounded(trend.endSeconds()),
        rounded(trend.maxSeconds()),
        samples.isEmpty() ? 0 : samples.getLast().backlogRecords(),
        rounded(CpuShares.seconds(cpu.before(), cpu.after()) / cpu.seconds()),
        rounded(cpu.compilerCores()),
        CpuShares.microsPerEvent(cpu.before(), cpu.after(), Math.max(1, sent.accepted())));
  }

  private OpenLoad fleet(int batch) {
    int first = options.batches().indexOf(batch) * VEHICLES_APART;
    List<VehicleTurns> turns =
        VehicleTurns.share(
            first,
            options.vehicles(),
            options.connections(),
            batch,
            processes.apiKey(),
            startMillis,
            options.seed());
    return new OpenLoad(client, processes.gateway().getPort(), batch, turns, totals);
  }

  private long compilerNanos() {
    long services = processes.processes().values().stream().mapToLong(CompilerCpu::nanosOf).sum();
    return services + CompilerCpu.nanosOf(ProcessHandle.current());
  }

  private Map<String, Double> cpu() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    processes
        .processes()
        .forEach((name, process) -> seconds.put(name, CpuClock.secondsOf(process)));
    // Its descendants are the pipeline itself.
    seconds.put("load", CpuClock.ownSecondsOf(ProcessHandle.current()));
    return seconds;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MILLIS_PER_SECOND) / MILLIS_PER_SECOND;
  }
}
