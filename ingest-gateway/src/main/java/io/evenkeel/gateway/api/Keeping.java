package io.evenkeel.gateway.api;

import java.time.Duration;

/** What becomes of the refused part of a request. */
sealed interface Keeping {
  /** It is kept as dead letters. */
  record Kept() implements Keeping {}

  /** It is not kept: there is nothing, or it is kept already, or the request is only a question. */
  record NotKept() implements Keeping {}

  /**
   * There is more than is kept: it is answered as retryable.
   *
   * @param waitMin after which there is room again
   */
  record Throttled(Duration waitMin) implements Keeping {}
}
