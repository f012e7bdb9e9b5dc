package io.evenkeel.model.signal;

/** What a vehicle minute keeps of a signal. */
public enum Aggregation {
  /**
   * Count, sum, minimum and maximum: columns {@code _count}, {@code _sum}, {@code _min}, {@code
   * _max}.
   */
  STATS,
  /** The value with the latest event time: column {@code _last}. */
  LAST,
  /** Nothing. */
  NONE
}
