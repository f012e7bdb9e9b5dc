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

  /** Asks a question that only y answers with yes; no terminal, no consent. */
  @SuppressWarnings("SystemConsoleNull") // as above
  public static boolean confirms(String question) {
    @Nullable Console console = System.console();
    String answer = console == null ? null : console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
