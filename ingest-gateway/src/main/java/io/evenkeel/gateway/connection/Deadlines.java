package io.evenkeel.gateway.connection;

/**
 * The deadlines of one connection.
 *
 * @param requestNanos how long a request may take to arrive
 * @param endAtNanos when the connection is due to end, by {@link System#nanoTime()}
 */
record Deadlines(long requestNanos, long endAtNanos) {
  boolean isAged(long nowNanos) {
    return nowNanos - endAtNanos >= 0;
  }

  boolean isSlow(long beganNanos, long nowNanos) {
    return nowNanos - beganNanos >= requestNanos;
  }
}
