package io.evenkeel.cli;

import org.jspecify.annotations.Nullable;

/**
 * A command cannot do what it was asked; the message says why and what to do, and is all that the
 * user sees.
 */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CliException(int exitCode, @Nullable String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** One of {@link ExitCodes}. */
  public int exitCode() {
    return exitCode;
  }
}
