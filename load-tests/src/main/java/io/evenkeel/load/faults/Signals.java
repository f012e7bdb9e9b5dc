package io.evenkeel.load.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Signals that Java cannot send itself. */
final class Signals {
  static final String STOP = "STOP";
  static final String CONTINUE = "CONT";
  static final String KILL = "KILL";

  private Signals() {}

  /** Sends a signal to processes; those that have gone meanwhile are no error. */
  static void send(String signal, Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    try {
      new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException("No signal can be sent", e);
    }
  }
}
