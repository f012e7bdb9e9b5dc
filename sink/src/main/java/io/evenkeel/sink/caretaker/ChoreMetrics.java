package io.evenkeel.sink.caretaker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Meters of one chore. How long ago it ran through is shown while this process is the caretaker and
 * not at all otherwise. Used by the chore's thread.
 */
final class ChoreMetrics {
  private static final String CHORE = "chore";

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Counter failures;
  private final String chore;
  private volatile Instant succeeded = Instant.EPOCH;

  ChoreMetrics(String chore, MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.chore = chore;
    this.failures =
        Counter.builder("evenkeel.caretaker.chore.failures")
            .description("Runs of a chore that failed and were repeated")
            .tag(CHORE, chore)
            .register(registry);
  }

  /** The role begins: shows the age of the last success from here on. */
  Gauge begin() {
    succeeded = clock.instant();
    return Gauge.builder("evenkeel.caretaker.chore.success.age", this::secondsSinceSuccess)
        .description(
            "Time since a chore last ran through, or since the role began; of the caretaker only")
        .baseUnit("seconds")
        .tag(CHORE, chore)
        .strongReference(true)
        .register(registry);
  }

  /** The role is over. */
  void end(Gauge age) {
    registry.remove(age);
  }

  void succeeded() {
    succeeded = clock.instant();
  }

  void failed() {
    failures.increment();
  }

  private double secondsSinceSuccess() {
    return Math.max(0, Duration.between(succeeded, clock.instant()).toMillis() / 1e3);
  }
}
