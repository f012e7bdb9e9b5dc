package io.evenkeel.cli.up;

/** The line that {@code up} shows each second. Pure. */
final class StatusLine {
  private StatusLine() {}

  /**
   * The line for two readings.
   *
   * @param seconds between them, more than 0
   */
  static String of(PipelineCounters before, PipelineCounters now, double seconds) {
    return "accepted %,9.0f/s   stored %,9.0f/s   lag %5.1f s   stored %,d   duplicates %,d   dead letters %,d"
        .formatted(
            (now.accepted() - before.accepted()) / seconds,
            (now.stored() - before.stored()) / seconds,
            now.lagSeconds(),
            now.stored(),
            now.duplicates(),
            now.dead());
  }
}
