package io.evenkeel.gateway.api;

import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.gateway.problem.Rejection;
import java.util.List;

/** What the caller is told. */
sealed interface IngestReply {
  /**
   * Some events are durable, or there were none at all.
   *
   * @param accepted number of durable events
   * @param rejected the others, ascending by index
   */
  record Accepted(int accepted, List<Rejection> rejected) implements IngestReply {}

  /**
   * The answer to a dry run: nothing was taken, whatever it says.
   *
   * @param accepted number of events that are valid
   * @param rejected the others, ascending by index
   */
  record Judged(int accepted, List<Rejection> rejected) implements IngestReply {}

  /** Nothing was taken. */
  record Refused(Problem problem) implements IngestReply {}
}
