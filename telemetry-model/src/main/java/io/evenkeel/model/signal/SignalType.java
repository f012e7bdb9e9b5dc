package io.evenkeel.model.signal;

/** What kind of value a signal has. */
public enum SignalType {
  /** IEEE 754 double; {@code double precision} in the database. */
  NUMBER,
  /** {@code boolean} in the database. */
  BOOLEAN,
  /** {@code text} in the database. */
  STRING
}
