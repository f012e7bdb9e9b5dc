package io.evenkeel.gateway.api;

/** What a request is for. */
enum SendMode {
  /** Telemetry: valid events are published, the others are kept as dead letters. */
  NORMAL,
  /** Dead letters that are tried again: what is refused anew is kept already. */
  REPLAY,
  /** A question: nothing is published, nothing is kept, nothing is counted. */
  DRY_RUN
}
