package io.evenkeel.processor;

/** The processor cannot start; the message says what to mend. */
public final class ProcessorStartException extends RuntimeException {
  ProcessorStartException(String message) {
    super(message);
  }

  ProcessorStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
