package io.evenkeel.model.record;

/** Bytes that are not a telemetry record. The message says what is wrong and quotes no content. */
public final class MalformedRecordException extends Exception {
  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
