package io.evenkeel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories for commands that start a pipeline of their own. */
public final class WorkDirectory {
  private WorkDirectory() {}

  /**
   * A new temporary directory. The database server runs as another user when we are root, and has
   * to pass through.
   */
  public static Path temporary(String prefix) throws IOException {
    return Files.createTempDirectory(
        prefix, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }
}
