package io.evenkeel.gateway.api;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.gateway.problem.Problem;

/** The decision about a request whose head is known and whose body is not read. */
sealed interface Entry {
  /**
   * Its body may be read.
   *
   * @param caller for whom it speaks
   * @param reservation its place among those under way; to be given back
   */
  record Admitted(Caller caller, SendMode mode, InFlight.Reservation reservation)
      implements Entry {}

  /** It is answered at once. */
  record Refused(Problem problem) implements Entry {}
}
