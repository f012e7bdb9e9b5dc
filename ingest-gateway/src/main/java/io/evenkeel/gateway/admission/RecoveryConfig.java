package io.evenkeel.gateway.admission;

import java.time.Duration;

/**
 * When requests are refused at once because the log does not acknowledge, and how they are let in
 * again. Keys under {@code gateway.recovery}.
 *
 * @param stallAfter how long nothing may be acknowledged while something waits or fails
 * @param failuresMax submissions that may fail after the last acknowledgement, if nothing waits
 * @param probeEvery how often some requests are let through meanwhile
 * @param probesMax how many at a time
 * @param step how long each share of the requests is let in, before the next larger one
 */
public record RecoveryConfig(
    Duration stallAfter, int failuresMax, Duration probeEvery, int probesMax, Duration step) {
  /** What a gateway does unless told otherwise. */
  public static final RecoveryConfig DEFAULT =
      new RecoveryConfig(
          Duration.ofSeconds(2), 20, Duration.ofSeconds(1), 3, Duration.ofSeconds(5));

  public RecoveryConfig {
    requireTime(stallAfter, "stall-after");
    requireTime(probeEvery, "probe-every");
    requireTime(step, "step");
    requirePositive(failuresMax, "failures-max");
    requirePositive(probesMax, "probes-max");
  }

  private static void requireTime(Duration value, String key) {
    if (value.toMillis() < 10 || value.toHours() > 1) {
      throw new IllegalArgumentException(
          "gateway.recovery." + key + " must be 10 ms to 1 h, was " + value);
    }
  }

  private static void requirePositive(int value, String key) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "gateway.recovery." + key + " must be greater than 0, was " + value);
    }
  }
}
