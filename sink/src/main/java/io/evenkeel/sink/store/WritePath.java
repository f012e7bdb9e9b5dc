package io.evenkeel.sink.store;

/** How rows reach the table. */
public enum WritePath {
  /** COPY into the table; fails when a row is there already. */
  COPY,
  /** COPY into a temporary table and from there what is new; 0.6 of the speed. */
  FALLBACK
}
