package io.evenkeel.load.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/** CPU time by process, as differences of two readings. Pure. */
final class CpuShares {
  /** The sum of all processes. */
  static final String ALL = "all";

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double PARTS = 100;

  private CpuShares() {}

  /**
   * Microseconds an event by process, and of all together under {@link #ALL}, rounded to
   * hundredths, in the order of {@code after}.
   *
   * @param before CPU seconds at the start
   * @param after CPU seconds at the end
   */
  static Map<String, Double> microsPerEvent(
      Map<String, Double> before, Map<String, Double> after, long events) {
    Map<String, Double> micros = new LinkedHashMap<>();
    after.forEach((name, seconds) ->
        micros.put(name, rounded((seconds - before.getOrDefault(name, 0.0)) / events)));
    micros.put(ALL, rounded(seconds(before, after) / events));
    return micros;
  }

  /** CPU seconds of all processes together between two readings. */
  static double seconds(Map<String, Double> before, Map<String, Double> after) {
    return after.entrySet().stream()
        .mapToDouble(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0.0))
        .sum();
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MICROS_PER_SECOND * PARTS) / PARTS;
  }
}
