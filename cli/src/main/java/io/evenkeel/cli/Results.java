package io.evenkeel.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Results of commands on standard output. */
public final class Results {
  private Results() {}

  /** Prints a result: as one line of JSON, or as text for people. */
  public static void print(CommandSpec command, boolean json, String text, Object value) {
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? Json.write(value) : text);
    out.flush();
  }
}
