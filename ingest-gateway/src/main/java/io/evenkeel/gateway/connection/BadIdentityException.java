package io.evenkeel.gateway.connection;

import org.jspecify.annotations.Nullable;

/** A certificate or key that cannot be used. The message names the file and says why. */
public final class BadIdentityException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadIdentityException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
