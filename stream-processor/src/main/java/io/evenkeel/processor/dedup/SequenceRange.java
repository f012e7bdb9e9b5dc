package io.evenkeel.processor.dedup;

/**
 * Consecutive counters of one session whose event times lie on a line: counter {@code first + i}
 * was seen at {@code firstTime + i * step}, for each i below {@code count}, and at no other time.
 *
 * <p>Every pair that a range contains was added to it, so it never claims an event that was not
 * seen. Times wrap modulo 2^64, which keeps that true at the ends of the number line. Mutable, not
 * thread-safe.
 */
final class SequenceRange {
  final String session;
  long first;
  long count;
  long firstTime;

  /** Milliseconds from one counter to the next; means nothing while {@code count} is 1. */
  long step;

  SequenceRange(String session, long first, long count, long firstTime, long step) {
    this.session = session;
    this.first = first;
    this.count = count;
    this.firstTime = firstTime;
    this.step = step;
  }

  static SequenceRange single(String session, long seq, long timeMillis) {
    return new SequenceRange(session, seq, 1, timeMillis, 0);
  }

  /** Takes over the event of the counter after the last one, which fits. */
  void append(long timeMillis) {
    step = timeMillis - lastTime();
    count++;
  }

  /** Whether two events fix the line, so that what fits it is no coincidence. */
  boolean isEstablished() {
    return count > 1;
  }

  /** The event time of the counter {@code first + offset} on the line; any if there is no line. */
  long timeAt(long offset) {
    return firstTime + offset * step;
  }

  /** Whether an event of the counter after the last one lies on the line. */
  boolean isContinuedAt(long timeMillis) {
    return count == 1 || timeMillis == timeAt(count);
  }

  /** Whether an event of the counter before the first one lies on the line. */
  boolean isPrecededAt(long timeMillis) {
    return count == 1 || timeMillis == timeAt(-1);
  }

  /** The counter after the last one. */
  long end() {
    return first + count;
  }

  long lastTime() {
    return timeAt(count - 1);
  }

  /** Whether {@code next} goes on where this range ends, on the same line. */
  boolean isContinuedBy(SequenceRange next) {
    if (next.first != end() || !session.equals(next.session)) {
      return false;
    }
    long between = next.firstTime - lastTime();
    return (count == 1 || step == between) && (next.count == 1 || next.step == between);
  }

  /** Takes over a range that continues this one. */
  void append(SequenceRange next) {
    step = next.firstTime - lastTime();
    count += next.count;
  }
}
