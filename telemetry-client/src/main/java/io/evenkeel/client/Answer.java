package io.evenkeel.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What one response says. Indexes count in the request. */
sealed interface Answer {
  /**
   * The gateway took the batch apart.
   *
   * @param accepted events acknowledged, by the gateway's count
   * @param rejected events refused for good
   * @param retryable indexes of events to send again
   * @param notBefore how long to wait at least before that
   */
  record Processed(
      int accepted, List<SendResult.Rejection> rejected, Set<Integer> retryable, Duration notBefore)
      implements Answer {}

  /**
   * Nothing was taken; the same events may be taken later.
   *
   * @param rejected events that are refused for good all the same
   * @param notBefore how long to wait at least
   */
  record TryLater(String reason, List<SendResult.Rejection> rejected, Duration notBefore)
      implements Answer {}

  /** Nothing was taken; fewer events at once may be. */
  record TooLarge(String code, String detail) implements Answer {}

  /** Nothing was taken, and the same request will never be. */
  record Refused(String reason) implements Answer {}
}
