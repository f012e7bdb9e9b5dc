package io.evenkeel.localstack;

import java.io.IOException;

/** Sends signals, of which Java itself knows only two. */
final class Signals {
  /** To PostgreSQL: end all sessions, then stop in good order. */
  static final String FAST_STOP = "INT";

  /** To PostgreSQL: stop at once; the next start recovers. */
  static final String IMMEDIATE_STOP = "QUIT";

  static final String KILL = "KILL";

  private Signals() {}

  /**
   * Sends the signal, also on a thread that was interrupted. A process that has gone meanwhile is
   * no error.
   */
  static void send(long pid, String signal) {
    try {
      new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new LocalStackException("The process %d cannot be signalled.".formatted(pid), e);
    }
  }
}
