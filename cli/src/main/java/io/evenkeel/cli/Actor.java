package io.evenkeel.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says who acts; shared by all commands that leave a trail. */
public final class Actor {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description =
          "Who does it, for the trail of operators' actions (default: the system's user).")
  private @Nullable String name;

  /** The name for the trail. */
  public String name() {
    return name == null || name.isBlank() ? System.getProperty("user.name", "unknown") : name;
  }
}
