package io.evenkeel.sink;

/**
 * The sink cannot go on without a person: going on would lose or invent data. The message says what
 * was found and what to do.
 */
public final class SinkStoppedException extends RuntimeException {
  /** With what was found. */
  public SinkStoppedException(String message) {
    super(message);
  }

  /** With what was found and what caused it. */
  public SinkStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
