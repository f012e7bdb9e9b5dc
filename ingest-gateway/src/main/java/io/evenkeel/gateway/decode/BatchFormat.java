package io.evenkeel.gateway.decode;

/** How a body holds its events. */
public enum BatchFormat {
  /** {@code application/json}: one object with an array of events. */
  JSON,
  /** {@code application/x-ndjson}: one event a line. */
  NDJSON
}
