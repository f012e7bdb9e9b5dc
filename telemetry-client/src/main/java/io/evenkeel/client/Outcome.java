package io.evenkeel.client;

/** What became of an event: every event that is handed in comes to exactly one of these. */
public sealed interface Outcome {
  /** The gateway acknowledged it: it is durable. */
  record Accepted() implements Outcome {
    static final Accepted INSTANCE = new Accepted();
  }

  /**
   * The gateway refused it for good and keeps it as a dead letter; sending it again, unchanged, is
   * of no use.
   *
   * @param id as the gateway names it, empty if it has none
   * @param code the gateway's error code
   * @param detail what is wrong
   */
  record Rejected(String id, String code, String detail) implements Outcome {}

  /**
   * It has no final answer. It may or may not be stored; sending it again, unchanged, is safe.
   *
   * @param reason why the client tries no longer
   */
  record GivenUp(String reason) implements Outcome {}
}
