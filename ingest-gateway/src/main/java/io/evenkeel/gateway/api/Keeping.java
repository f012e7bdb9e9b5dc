package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.Quota;

/** What becomes of the refused part of a request. */
sealed interface Keeping {
  /** It is kept as dead letters. */
  record Kept() implements Keeping {}

  /** It is not kept: there is nothing, or it is kept already, or the request is only a question. */
  record NotKept() implements Keeping {}

  /**
   * There is more than is kept: it is answered as retryable.
   *
   * @param quota the limit, and after which time there is room again
   */
  record Throttled(Quota quota) implements Keeping {}
}
