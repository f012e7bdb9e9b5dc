package io.evenkeel.model.topic;

/** A path through the pipeline of its own: lanes share no topic, no store and no writer. */
public enum Lane {
  /** What vehicles send as it happens. */
  LIVE("live"),
  /** What is loaded afterwards; its backlog waits at the sender. */
  BACKFILL("backfill");

  private final String id;

  Lane(String id) {
    this.id = id;
  }

  /** The lane's name in topics, tables, metrics and URLs: {@code live} or {@code backfill}. */
  public String id() {
    return id;
  }
}
