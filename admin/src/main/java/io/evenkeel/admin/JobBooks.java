package io.evenkeel.admin;

/**
 * What the sink's books say of a job.
 *
 * @param stored rows stored
 * @param duplicates events recognised as repeats, by the processor or the database
 * @param dead events that no stage could use
 */
public record JobBooks(long stored, long duplicates, long dead) {
  /** What came since an earlier reading. */
  public JobBooks minus(JobBooks earlier) {
    return new JobBooks(
        stored - earlier.stored, duplicates - earlier.duplicates, dead - earlier.dead);
  }
}
