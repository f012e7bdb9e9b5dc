package io.evenkeel.sink.database;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for threads to end, but not forever. */
public final class ThreadEnds {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadEnds.class);

  private ThreadEnds() {}

  /**
   * Waits for a thread. One that does not end in time is left alone: what it has not committed, its
   * connection's end rolls back.
   */
  public static void await(Thread thread, Duration waitMax) {
    try {
      if (!thread.join(waitMax)) {
        LOG.atWarn().addKeyValue("thread", thread.getName()).log("A thread did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
