package io.evenkeel.cli.backfill;

import io.evenkeel.client.SendResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
   * Events of one batch.
   *
   * @param before events of the file before the batch
   */
  void add(Path file, long before, List<SendResult.Rejection> rejections) {
    for (SendResult.Rejection rejection : rejections) {
      int number = shown.incrementAndGet();
      if (number <= SHOWN_MAX) {
        err.printf(
            "rejected: event %d of %s: %s (%s)%n",
            before + rejection.index() + 1,
            file.getFileName(),
            rejection.detail(),
            rejection.code());
      } else if (number == SHOWN_MAX + 1) {
        err.println("rejected: more events; they are counted in the report");
      }
    }
  }
}
