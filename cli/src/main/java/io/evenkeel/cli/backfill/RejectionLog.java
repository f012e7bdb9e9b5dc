package io.evenkeel.cli.backfill;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells the user of the first refused events; the report counts them all. */
final class RejectionLog {
  private static final int SHOWN_MAX = 10;

  private final PrintWriter err;
  private final AtomicInteger shown = new AtomicInteger();

  RejectionLog(PrintWriter err) {
    this.err = err;
  }

  /**
   * One event.
   *
   * @param event its number in the file, from 1
   */
  void add(Path file, long event, String code, String detail) {
    int number = shown.incrementAndGet();
    if (number <= SHOWN_MAX) {
      err.printf("rejected: event %d of %s: %s (%s)%n", event, file.getFileName(), detail, code);
    } else if (number == SHOWN_MAX + 1) {
      err.println("rejected: more events; they are counted in the report");
    }
  }
}
