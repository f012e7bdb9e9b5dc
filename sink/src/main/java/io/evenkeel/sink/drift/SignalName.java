package io.evenkeel.sink.drift;

/**
 * What an event can carry.
 *
 * @param kind whether the catalogue knows it
 * @param name canonical, or as received
 */
record SignalName(SignalCount.Kind kind, String name) {
  /** Every event counts under this. */
  static final SignalName ALL_EVENTS = new SignalName(SignalCount.Kind.EVENTS, "");

  /** A signal of the catalogue. */
  static SignalName signal(String name) {
    return new SignalName(SignalCount.Kind.SIGNAL, name);
  }

  /** A signal that the catalogue does not know. */
  static SignalName extra(String name) {
    return new SignalName(SignalCount.Kind.EXTRA, name);
  }
}
