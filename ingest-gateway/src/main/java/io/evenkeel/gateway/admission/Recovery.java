package io.evenkeel.gateway.admission;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Refuses requests at once while the log does not acknowledge, and lets them in again step by step;
 * see {@link RecoveryRamp}. Safe for use by many threads.
 */
public final class Recovery {
  private static final Optional<Problem> REFUSAL =
      Optional.of(
          Problem.of(
              ErrorCode.RECOVERING,
              "The log does not acknowledge, or has just begun to again; nothing was taken."));

  private final RecoveryRamp ramp;
  private final LongSupplier nanoClock;
  private final Counter refused;

  /**
   * Everything may come in.
   *
   * @param nanoClock monotonic
   */
  public Recovery(RecoveryConfig config, LongSupplier nanoClock, MeterRegistry registry) {
    this.ramp = new RecoveryRamp(config);
    this.nanoClock = nanoClock;
    this.refused =
        Counter.builder("evenkeel.gateway.recovery.refused")
            .description("Requests that were refused because the log does not acknowledge yet")
            .register(registry);
    Gauge.builder("evenkeel.gateway.recovery.admitted", this, Recovery::ratio)
        .description("Share of the requests that come in; 0 while the log does not acknowledge")
        .baseUnit("ratio")
        .strongReference(true)
        .register(registry);
  }

  /** Whether a request that will need the log may come in: a refusal, or nothing. */
  public Optional<Problem> atEntrance() {
    if (admits()) {
      return Optional.empty();
    }
    refused.increment();
    return REFUSAL;
  }

  /** Something was sent; the time is to be given back when the log has answered. */
  synchronized long sent() {
    long nowNanos = nanoClock.getAsLong();
    ramp.sent(nowNanos);
    return nowNanos;
  }

  synchronized void acknowledged() {
    ramp.acknowledged(nanoClock.getAsLong());
  }

  synchronized void failed(long sentAtNanos) {
    ramp.failed(sentAtNanos, nanoClock.getAsLong());
  }

  synchronized void withdrawn() {
    ramp.withdrawn();
  }

  private synchronized boolean admits() {
    return ramp.admits(nanoClock.getAsLong());
  }

  private synchronized double ratio() {
    return ramp.percent(nanoClock.getAsLong()) / 100.0;
  }
}
