package io.evenkeel.sink;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the caretaker does beside making partitions and minutes.
 *
 * @param readingAgeMax readings of older days are dropped and booked as expired; zero keeps all
 * @param deadLetterAgeMax dead letters kept longer are removed and booked as expired
 * @param auditEvery how often the books are checked; zero: never
 * @param driftWindow how long a window of signal counts is; windows are compared with one another
 * @param pressure how what waits is read
 * @param canary where the canary vehicle sends to, if there is one
 */
public record CaretakerConfig(
    Duration readingAgeMax,
    Duration deadLetterAgeMax,
    Duration auditEvery,
    Duration driftWindow,
    Pressure pressure,
    Optional<CanaryTarget> canary) {
  /** Keeps readings for ever, audits, and has no canary. */
  public static final CaretakerConfig DEFAULT =
      new CaretakerConfig(
          Duration.ZERO,
          Duration.ofDays(90),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          new Pressure(Duration.ofSeconds(5), "evenkeel-processor"),
          Optional.empty());

  public CaretakerConfig {
    if (readingAgeMax.isNegative() || auditEvery.isNegative()) {
      throw new IllegalArgumentException("reading-age-max and audit-every must not be negative");
    }
    if (!readingAgeMax.isZero() && readingAgeMax.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("reading-age-max must be 0 or at least 1 day");
    }
    if (deadLetterAgeMax.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("dead-letter-age-max must be at least 1 hour");
    }
    if (driftWindow.compareTo(Duration.ofSeconds(1)) < 0
        || driftWindow.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("drift-window must be 1 s to 1 h");
    }
  }

  /** The same with a canary. */
  public CaretakerConfig withCanary(CanaryTarget target) {
    return new CaretakerConfig(
        readingAgeMax, deadLetterAgeMax, auditEvery, driftWindow, pressure, Optional.of(target));
  }

  /** The same with another window. */
  public CaretakerConfig withDriftWindow(Duration window) {
    return new CaretakerConfig(
        readingAgeMax, deadLetterAgeMax, auditEvery, window, pressure, canary);
  }

  /** The same with audits at another pace. */
  public CaretakerConfig withAuditEvery(Duration pace) {
    return new CaretakerConfig(
        readingAgeMax, deadLetterAgeMax, pace, driftWindow, pressure, canary);
  }

  /** The same with another way to read what waits. */
  public CaretakerConfig withPressure(Pressure other) {
    return new CaretakerConfig(
        readingAgeMax, deadLetterAgeMax, auditEvery, driftWindow, other, canary);
  }

  /**
   * How what waits before the stages is read.
   *
   * @param every how often, 1 s to 20 s
   * @param processorGroup consumer group of the processor, which is its application id
   */
  public record Pressure(Duration every, String processorGroup) {
    public Pressure {
      if (every.compareTo(Duration.ofSeconds(1)) < 0
          || every.compareTo(Duration.ofSeconds(20)) > 0) {
        throw new IllegalArgumentException("pressure-every must be 1 s to 20 s");
      }
      if (processorGroup.isBlank()) {
        throw new IllegalArgumentException("processor-group must not be blank");
      }
    }
  }

  /**
   * Where the canary vehicle sends.
   *
   * @param gateway base address of the gateway
   * @param apiKey key of the canary's own tenant; never printed
   */
  public record CanaryTarget(URI gateway, String apiKey) {
    @Override
    public String toString() {
      return gateway + " with a key";
    }
  }
}
