package io.evenkeel.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody watches. */
public final class Terminal {
  private Terminal() {}

  /** Whether input and output are a terminal, on which a line can be drawn anew. */
  @SuppressWarnings(
      "SystemConsoleNull") // JDK 22 to 24 always had a console, JDK 25 has none without a terminal
  public static boolean isInteractive() {
    @Nullable Console console = System.console();
    return console != null && console.isTerminal();
  }
}
