package io.evenkeel.sink.audit;

/** What an audit compares. */
public enum Check {
  /** A topic is there, and is the one that the positions belong to. */
  TOPIC("topic"),
  /** A position agrees with the records around it and lies within the log. */
  POSITION("position"),
  /** Every record of the telemetry topic has its clean record, once. */
  CLEAN("clean-topic"),
  /** The telemetry topic still holds what was not processed. */
  TELEMETRY("telemetry-topic"),
  /** Accepted, as counted from the log itself, is what the books have as incoming. */
  LOG("log"),
  /** Each entry of the books adds up. */
  BOOKS("books"),
  /** Stored is present, expired or erased. */
  ROWS("rows"),
  /** Vehicle minutes equal what the rows say. */
  MINUTES("minutes"),
  /** Every event that is booked as dead or refused has a dead letter, or had one. */
  DEAD_LETTERS("dead-letters"),
  /** Every record of the dead-letter topic has its row. */
  DEAD_LETTER_TOPIC("dead-letter-topic");

  private final String id;

  Check(String id) {
    this.id = id;
  }

  /** The name in reports and metrics: kebab case. */
  public String id() {
    return id;
  }
}
