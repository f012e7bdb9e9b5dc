package io.evenkeel.load.pipeline;

/**
 * How long it takes from the gateway's clock at the arrival of an event to the commit of its row.
 *
 * @param p50Ms milliseconds
 * @param p99Ms the same
 * @param rows that were looked at
 */
public record Freshness(double p50Ms, double p99Ms, long rows) {
  /** About so many rows are looked at. */
  static final long ROWS_LOOKED_AT = 400_000;

  private static final double MILLIS_PER_SECOND = 1e3;

  static Freshness ofSeconds(double p50, double p99, long rows) {
    return new Freshness(millis(p50), millis(p99), rows);
  }

  private static double millis(double seconds) {
    return Math.round(seconds * MILLIS_PER_SECOND * 10) / 10.0;
  }
}
