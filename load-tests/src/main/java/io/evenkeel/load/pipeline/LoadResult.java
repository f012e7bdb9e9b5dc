package io.evenkeel.load.pipeline;

import org.HdrHistogram.Histogram;

/**
 * What became of the events of one time of sending.
 *
 * @param eventsPerSecond that were due
 * @param seconds how long
 * @param accepted acknowledged events
 * @param refused events that were refused with 429 or 503, or rejected
 * @param behindSeconds how far the load was behind its rate at the end, because all connections
 *     waited for answers
 * @param micros from when a request was due to its answer
 */
record LoadResult(
    double eventsPerSecond,
    double seconds,
    long accepted,
    long refused,
    double behindSeconds,
    Histogram micros) {
  /** A load that is further behind at its end is not level. */
  static final double BEHIND_MAX = 0.5;

  private static final double MICROS_PER_MILLI = 1e3;

  /** A percentile of the latency, milliseconds, rounded to tenths. */
  double latencyMs(double percentile) {
    return Math.round(micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI * 10) / 10.0;
  }
}
