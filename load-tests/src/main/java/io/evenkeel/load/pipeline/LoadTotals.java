package io.evenkeel.load.pipeline;

import java.util.Map;
import java.util.TreeMap;

/**
 * What became of all events sent: nothing is lost track of. Not thread-safe.
 *
 * <pre>sent = accepted + refused</pre>
 */
final class LoadTotals {
  private static final int ACCEPTED = 202;

  private long sent;
  private long accepted;
  private long uncertain;
  private long requests;
  private long sentAgain;
  private final Map<Integer, Long> refusedByStatus = new TreeMap<>();

  void add(Sender.Answer answer) {
    requests++;
    sent += answer.events();
    accepted += answer.accepted();
    int refused = answer.events() - answer.accepted();
    if (refused > 0 || answer.status() != ACCEPTED) {
      refusedByStatus.merge(answer.status(), (long) refused, Long::sum);
      uncertain += answer.again() ? refused : 0;
    }
  }

  void addSentAgain() {
    sentAgain++;
  }

  long sent() {
    return sent;
  }

  /** Acknowledged events. */
  long accepted() {
    return accepted;
  }

  long requests() {
    return requests;
  }

  /** Requests that were sent more than once. */
  long sentAgain() {
    return sentAgain;
  }

  /** Events that were refused when they were sent again, and may be in the log from before. */
  long uncertain() {
    return uncertain;
  }

  /**
   * Events not accepted by the answer's HTTP status: of 202 those that stand in {@code rejected}.
   */
  Map<Integer, Long> refusedByStatus() {
    return new TreeMap<>(refusedByStatus);
  }

  long refused() {
    return sent - accepted;
  }
}
