package io.evenkeel.sink.audit;

/** Rows that were there and are no more. */
record Removed(long expired, long erased) {
  static final Removed NOTHING = new Removed(0, 0);

  long total() {
    return expired + erased;
  }
}
