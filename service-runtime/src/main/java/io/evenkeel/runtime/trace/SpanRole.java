package io.evenkeel.runtime.trace;

/** What a span does in its trace, as tools that draw traces understand it. */
public enum SpanRole {
  /** Answers a request. */
  SERVER,
  /** Writes records to a log. */
  PRODUCER,
  /** Works on records of a log. */
  CONSUMER
}
