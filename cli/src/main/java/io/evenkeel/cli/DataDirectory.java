package io.evenkeel.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the data directory; shared by all commands that use a running Evenkeel. */
public final class DataDirectory {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".evenkeel",
      description =
          "Where `up` keeps its data, and where other commands find it (default: ${DEFAULT-VALUE}).")
  private Path path = Path.of(".evenkeel");

  /** The directory, absolute. */
  public Path path() {
    return path.toAbsolutePath().normalize();
  }
}
