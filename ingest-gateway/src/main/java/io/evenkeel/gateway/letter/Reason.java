package io.evenkeel.gateway.letter;

import io.evenkeel.gateway.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why something was refused for good.
 *
 * @param code not retryable
 * @param message for people; may quote what the caller sent, so it is never logged
 * @param name the member or signal that is wrong, as received, or null
 */
public record Reason(ErrorCode code, String message, @Nullable String name) {
  public Reason {
    if (code.isRetryable()) {
      throw new IllegalArgumentException(code + " is not for good");
    }
  }
}
