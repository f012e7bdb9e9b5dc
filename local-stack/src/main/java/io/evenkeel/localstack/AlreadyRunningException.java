package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process, or another object of this one, already runs on the same directory. */
public final class AlreadyRunningException extends LocalStackException {
  private static final long serialVersionUID = 1L;

  private final long pid;

  AlreadyRunningException(Path directory, OptionalLong pid) {
    super(
        "The directory %s is already in use by %s; stop that one first, or choose another directory."
            .formatted(directory, describe(pid)));
    this.pid = pid.orElse(0);
  }

  private static String describe(OptionalLong pid) {
    return pid.isPresent() ? "the process with pid " + pid.getAsLong() : "another process";
  }

  /** The process that holds the directory; empty when it could not be read. */
  public OptionalLong pid() {
    return pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }
}
