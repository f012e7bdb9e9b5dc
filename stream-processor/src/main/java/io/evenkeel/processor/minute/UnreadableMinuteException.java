package io.evenkeel.processor.minute;

/** The stored state of a vehicle holds a minute that this build cannot read. Not recoverable. */
public final class UnreadableMinuteException extends RuntimeException {
  UnreadableMinuteException(Throwable cause) {
    super("The state of a vehicle holds a minute that cannot be read", cause);
  }
}
