package io.evenkeel.sink.pressure;

import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * The pressure on one stage in one lane, all partitions together.
 *
 * @param records records that wait
 * @param seconds age of the oldest of them since it was appended to the log; 0 if none waits
 * @param retentionRatio that age as a share of what the topic keeps: at 1, data is being lost
 */
record Pressure(long records, double seconds, double retentionRatio) {

  /**
   * Puts partitions together.
   *
   * @param oldestMillis when the oldest record that waits was appended; empty if there is none
   * @param retention how long the topic keeps records; not positive: for ever
   */
  static Pressure of(
      Collection<Backlog> partitions,
      OptionalLong oldestMillis,
      long nowMillis,
      Duration retention) {
    long records = partitions.stream().mapToLong(Backlog::records).sum();
    long ageMillis =
        oldestMillis.isPresent() ? Math.max(0, nowMillis - oldestMillis.getAsLong()) : 0;
    double ratio = retention.isPositive() ? (double) ageMillis / retention.toMillis() : 0;
    boolean lost = partitions.stream().anyMatch(Backlog::lost);
    return new Pressure(records, ageMillis / 1e3, lost ? Math.max(1, ratio) : ratio);
  }
}
