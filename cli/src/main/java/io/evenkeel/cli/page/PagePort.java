package io.evenkeel.cli.page;

/**
 * Where the page listens on the loopback address.
 *
 * @param port 0 for any free one
 * @param orAnyFree whether another one will do when this one is taken
 */
public record PagePort(int port, boolean orAnyFree) {
  /** The port that is tried when none is asked for. */
  public static final int DEFAULT = 8090;
}
