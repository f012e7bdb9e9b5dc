package io.evenkeel.admin;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka or the database did not do what an operator asked; the message says what, and is meant for
 * the operator.
 */
public final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AdminException(String message) {
    super(message);
  }

  AdminException(String what, ExecutionException failure) {
    super(what + ": " + reason(failure), failure);
  }

  private static @Nullable String reason(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : cause.getMessage();
  }
}
