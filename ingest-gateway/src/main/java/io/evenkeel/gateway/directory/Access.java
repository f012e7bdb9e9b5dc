package io.evenkeel.gateway.directory;

import io.evenkeel.gateway.problem.Problem;

/** The decision about a request's credential. */
public sealed interface Access {
  /** It may go on, in this name. */
  record Granted(Caller caller) implements Access {}

  /** It may not. */
  record Refused(Problem problem) implements Access {}
}
