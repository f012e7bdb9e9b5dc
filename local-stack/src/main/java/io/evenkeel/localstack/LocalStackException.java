package io.evenkeel.localstack;

/**
 * A local server could not be started, stopped or used. The message alone tells the user what is
 * wrong and what to do; the cause is for developers.
 */
public class LocalStackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalStackException(String message) {
    super(message);
  }

  public LocalStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
