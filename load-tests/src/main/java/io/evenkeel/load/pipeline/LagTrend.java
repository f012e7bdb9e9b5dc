package io.evenkeel.load.pipeline;

import java.util.List;

/**
 * Whether a load is level: the lag at its end is small and not above what it was before.
 *
 * @param endSeconds lag at the end
 * @param growthSeconds mean lag of the last third less that of the middle one
 * @param maxSeconds highest lag
 */
record LagTrend(double endSeconds, double growthSeconds, double maxSeconds) {
  /** More is not level. */
  static final double END_SECONDS_MAX = 2;

  /** More is not level. */
  static final double GROWTH_SECONDS_MAX = 0.5;

  private static final int PARTS = 3;

  /** Of the samples of one load in order; without any, of a lag that nobody knows. */
  static LagTrend of(List<Sample> samples) {
    if (samples.isEmpty()) {
      return new LagTrend(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
    }
    int size = samples.size();
    List<Sample> last = samples.subList(size - (size + PARTS - 1) / PARTS, size);
    List<Sample> middle =
        samples.subList(size / PARTS, Math.max(size / PARTS + 1, size - last.size()));
    return new LagTrend(
        samples.getLast().lagSeconds(),
        mean(last) - mean(middle),
        samples.stream().mapToDouble(Sample::lagSeconds).max().orElse(0));
  }

  boolean isLevel() {
    return endSeconds <= END_SECONDS_MAX && growthSeconds <= GROWTH_SECONDS_MAX;
  }

  private static double mean(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::lagSeconds).average().orElse(0);
  }
}
