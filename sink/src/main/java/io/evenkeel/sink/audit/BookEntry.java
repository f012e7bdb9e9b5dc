package io.evenkeel.sink.audit;

/**
 * What the books say, over all days of an account.
 *
 * @param in events of the telemetry records
 * @param duplicateProcessor repeats that the processor dropped
 * @param deadProcessor events that the processor set aside
 * @param stored rows written
 * @param duplicateSink repeats that the database knew
 * @param deadSink events that the sink set aside
 */
record BookEntry(
    long in,
    long duplicateProcessor,
    long deadProcessor,
    long stored,
    long duplicateSink,
    long deadSink) {
  static final BookEntry NONE = new BookEntry(0, 0, 0, 0, 0, 0);

  long duplicates() {
    return duplicateProcessor + duplicateSink;
  }

  long dead() {
    return deadProcessor + deadSink;
  }

  BookEntry plus(BookEntry other) {
    return new BookEntry(
        in + other.in,
        duplicateProcessor + other.duplicateProcessor,
        deadProcessor + other.deadProcessor,
        stored + other.stored,
        duplicateSink + other.duplicateSink,
        deadSink + other.deadSink);
  }
}
