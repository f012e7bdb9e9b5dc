package io.evenkeel.load.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Looks at the pipeline again and again while a load runs, on a thread of its own. */
final class Sampler implements AutoCloseable {
  private static final long STOP_MILLIS_MAX = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PipelineProbe probe;
  private final LongSupplier accepted;
  private final Supplier<Map<String, Double>> cpu;
  private final Consumer<Sample> listener;
  private final LagMeter lag = new LagMeter();
  private final List<Sample> samples = new ArrayList<>();
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final long startNanos = System.nanoTime();
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Begins to look.
   *
   * @param every rest between two looks
   * @param listener gets every sample
   */
  Sampler(
      PipelineProbe probe,
      LongSupplier accepted,
      Supplier<Map<String, Double>> cpu,
      Duration every,
      Consumer<Sample> listener) {
    this.probe = probe;
    this.accepted = accepted;
    this.cpu = cpu;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("bench-sampler").start(() -> look(every));
  }

  /** Ends it; all samples in order. */
  List<Sample> stop() throws InterruptedException {
    stopping = true;
    thread.join(STOP_MILLIS_MAX);
    if (thread.isAlive() || !failure.get().isEmpty()) {
      throw new IllegalStateException("The pipeline could not be looked at: " + failure.get());
    }
    return List.copyOf(samples);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }

  private void look(Duration every) {
    try {
      while (!stopping) {
        TimeUnit.NANOSECONDS.sleep(every.toNanos());
        sample();
      }
    } catch (InterruptedException ended) {
      // Closed without anyone asking for the samples.
    } catch (SQLException | RuntimeException e) {
      failure.set(String.valueOf(e.getMessage()));
    }
  }

  private void sample() throws SQLException, InterruptedException {
    // Positions first: a log end read before them would hide records that came in between.
    long[] stored = probe.stored();
    long[] ends = probe.ends();
    long now = System.nanoTime();
    lag.ends(now, ends);
    Sample sample =
        new Sample(
            (now - startNanos) / NANOS_PER_SECOND,
            accepted.getAsLong(),
            backlog(ends, stored),
            lag.seconds(now, stored),
            cpu.get());
    samples.add(sample);
    listener.accept(sample);
  }

  private static long backlog(long[] ends, long[] stored) {
    long backlog = 0;
    for (int i = 0; i < ends.length; i++) {
      backlog += Math.max(0, ends[i] - stored[i]);
    }
    return backlog;
  }
}
