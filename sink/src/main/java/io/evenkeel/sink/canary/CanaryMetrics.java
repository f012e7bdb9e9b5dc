package io.evenkeel.sink.canary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Meters of the canary. Thread-safe. */
final class CanaryMetrics {
  private static final Duration[] BUCKETS =
      Stream.of(100, 200, 300, 500, 700, 1_000, 2_000, 5_000, 10_000, 30_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);
  private static final long NEVER = Long.MIN_VALUE;

  private final Timer freshness;
  private final Counter seen;
  private final Counter missing;
  private final Counter notAccepted;
  private volatile long lastSeenNanos = NEVER;

  CanaryMetrics(MeterRegistry registry) {
    this.freshness =
        Timer.builder("evenkeel.canary.freshness")
            .description("From the begin of sending until the row can be read")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.seen = counter(registry, "seen");
    this.missing = counter(registry, "missing");
    this.notAccepted = counter(registry, "not.accepted");
    Gauge.builder("evenkeel.canary.last.seen.age", this, CanaryMetrics::lastSeenAge)
        .description("Since the canary, or the role of caretaker, was last fresh; NaN elsewhere")
        .baseUnit("seconds")
        .register(registry);
  }

  /** This process sends from now on: an age counts from here until a first event is seen. */
  void started(long nowNanos) {
    lastSeenNanos = nowNanos;
  }

  /** This process sends no more. */
  void stopped() {
    lastSeenNanos = NEVER;
  }

  void seen(CanaryEvent event, long nowNanos) {
    freshness.record(nowNanos - event.begunNanos(), TimeUnit.NANOSECONDS);
    seen.increment();
    lastSeenNanos = nowNanos;
  }

  void missing() {
    missing.increment();
  }

  void notAccepted() {
    notAccepted.increment();
  }

  private double lastSeenAge() {
    long last = lastSeenNanos;
    return last == NEVER ? Double.NaN : (System.nanoTime() - last) / 1e9;
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("evenkeel.canary.events")
        .description("Events of the canary by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }
}
