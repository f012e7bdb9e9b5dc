package io.evenkeel.gateway.admission;

import java.time.Duration;

/** Whether something may pass. */
public sealed interface Admission {
  /**
   * It may.
   *
   * @param fullAtNanos when the bucket is full again
   */
  record Admitted(long fullAtNanos) implements Admission {}

  /**
   * Not now.
   *
   * @param waitMin after which the same would pass, if nothing else does meanwhile; greater than 0
   */
  record Throttled(Duration waitMin) implements Admission {}
}
