package io.evenkeel.sink.store;

import io.evenkeel.sink.schema.SignalColumns;

/** What a stored batch brought, to be counted by signal. */
@FunctionalInterface
public interface Arrivals {
  /** Nothing. */
  Arrivals NONE = (columns, counter) -> {};

  /**
   * Counts into what the counter gives for each tenant and ingest time. Duplicates do not count;
   * events that were set aside do, because taking them off would cost more than it is worth.
   */
  void count(SignalColumns columns, Counter counter);

  /** Tells the times of each record that brought anything. */
  default void times(TimesOfRecord times) {}

  /** Takes the times of a record. */
  @FunctionalInterface
  interface TimesOfRecord {
    /**
     * A record is stored.
     *
     * @param ingestMillis when the gateway accepted it
     * @param newestEventMillis time of the newest of its events
     */
    void record(long ingestMillis, long newestEventMillis);
  }

  /** Knows where to count the events of a tenant and an ingest time. */
  @FunctionalInterface
  interface Counter {
    /** The place to count in; asked for again and again. */
    Target target(int tenantNo, long ingestMillis);
  }

  /** Takes counts; negative ones correct earlier ones. */
  interface Target {
    /** Events, whatever they carry. */
    void events(int count);

    /** Events with the signal at a place of the catalogue. */
    void signal(int place, int count);

    /** Events with a signal that has no column, under its name in {@code extra}. */
    void extra(String name, int count);
  }
}
