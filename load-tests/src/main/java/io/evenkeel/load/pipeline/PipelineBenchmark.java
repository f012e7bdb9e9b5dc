package io.evenkeel.load.pipeline;

import io.evenkeel.admin.PipelineState;
import io.evenkeel.model.topic.Lane;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run of the whole pipeline at the highest rate that it takes. */
public final class PipelineBenchmark {
  private final BenchmarkOptions options;

  public PipelineBenchmark(BenchmarkOptions options) {
    this.options = options;
  }

  /**
   * Starts the pipeline, warms it up, loads it, waits until all is stored, and stops it.
   *
   * @throws IllegalStateException if an event was refused, lost or stored twice
   */
  public BenchmarkReport run() throws IOException, InterruptedException {
    try (PipelineProcesses pipeline = PipelineProcesses.start(options.directory());
        PipelineState state = new PipelineState(pipeline.kafka(), pipeline.jdbcUrl())) {
      long now = InstantSource.system().millis();
      long before = load(pipeline, state, options.asWarmUp(), now);
      Map<String, Double> cpuBefore = cpu(pipeline);
      long start = System.nanoTime();
      long events = new LoadGenerator(options).run(pipeline.gateway(), pipeline.apiKey(), now + 1);
      double sendSeconds = (System.nanoTime() - start) / 1e9;
      state.awaitStored(Lane.LIVE);
      double storeSeconds = (System.nanoTime() - start) / 1e9;
      Map<String, Double> cpuAfter = cpu(pipeline);
      long stored = state.rows() - before;
      if (stored != events) {
        throw new IllegalStateException(
            events + " events were acknowledged, " + stored + " stored");
      }
      return new BenchmarkReport(
          events,
          sendSeconds,
          storeSeconds,
          Math.round(events / storeSeconds),
          stored,
          microsPerEvent(cpuBefore, cpuAfter, events),
          options.batch(),
          Machine.describe(),
          Runtime.version().toString());
    }
  }

  private static long load(
      PipelineProcesses pipeline, PipelineState state, BenchmarkOptions options, long now)
      throws InterruptedException {
    new LoadGenerator(options).run(pipeline.gateway(), pipeline.apiKey(), now);
    state.awaitStored(Lane.LIVE);
    return state.rows();
  }

  private static Map<String, Double> cpu(PipelineProcesses pipeline) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    pipeline.processes().forEach((name, process) -> seconds.put(name, CpuClock.secondsOf(process)));
    // Its descendants are the pipeline itself.
    seconds.put("load", CpuClock.ownSecondsOf(ProcessHandle.current()));
    return seconds;
  }

  private static Map<String, Double> microsPerEvent(
      Map<String, Double> before, Map<String, Double> after, long events) {
    Map<String, Double> micros = new LinkedHashMap<>();
    after.forEach((name, seconds) ->
        micros.put(
            name, Math.round((seconds - before.getOrDefault(name, 0.0)) * 1e8 / events) / 100.0));
    return micros;
  }
}
