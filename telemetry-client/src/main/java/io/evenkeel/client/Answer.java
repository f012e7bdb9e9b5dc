package io.evenkeel.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What one request brought, and what to do next. */
sealed interface Answer {
  /**
   * The gateway took the batch apart.
   *
   * @param accepted events acknowledged
   * @param rejected events refused for good; indexes count in the request
   * @param retryable indexes in the request of events to send again
   */
  record Processed(int accepted, List<SendResult.Rejection> rejected, Set<Integer> retryable)
      implements Answer {}

  /**
   * Nothing was taken; the same request may succeed later, not before {@code notBefore} has passed.
   */
  record TryLater(String reason, Duration notBefore) implements Answer {}

  /** Nothing was taken, and the same request will never be. */
  record Refused(String reason) implements Answer {}
}
