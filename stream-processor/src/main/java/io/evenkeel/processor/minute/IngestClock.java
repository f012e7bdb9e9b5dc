package io.evenkeel.processor.minute;

/**
 * What time it is in a stream of records: the largest ingest time seen, so that a backlog is judged
 * as if it were processed when it came in. Once no record has come for {@value #IDLE_MILLIS} ms,
 * there is no backlog and the wall clock counts. Not thread-safe.
 */
public final class IngestClock {
  /** Time without records after which the wall clock counts. */
  public static final long IDLE_MILLIS = 10_000;

  private long ingestMillis = Long.MIN_VALUE;
  private long lastRecordWallMillis;

  /**
   * Starts at an unknown time.
   *
   * @param wallMillis the wall clock, Unix milliseconds; time without records counts from here
   */
  public IngestClock(long wallMillis) {
    this.lastRecordWallMillis = wallMillis;
  }

  /** A record came. */
  public void observe(long ingestMillis, long wallMillis) {
    remember(ingestMillis);
    lastRecordWallMillis = wallMillis;
  }

  /** An ingest time is known from before a restart. */
  public void remember(long ingestMillis) {
    this.ingestMillis = Math.max(this.ingestMillis, ingestMillis);
  }

  /** The time, Unix milliseconds. */
  public long now(long wallMillis) {
    boolean idle = wallMillis - lastRecordWallMillis >= IDLE_MILLIS;
    return idle ? Math.max(ingestMillis, wallMillis) : ingestMillis;
  }
}
