package io.evenkeel.cli;

/** Exit codes of the command; {@code docs/reference/cli.md} lists them. */
public final class ExitCodes {
  /** Done. */
  public static final int OK = 0;

  /** The command failed; the message says why. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** No running Evenkeel was found in the data directory. */
  public static final int NOT_RUNNING = 3;

  /** Done, but some events were rejected for good. */
  public static final int REJECTED = 4;

  private ExitCodes() {}
}
