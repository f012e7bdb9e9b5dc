package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What reading a body gave. */
sealed interface ReadResult {
  /**
   * Events, each judged on its own later.
   *
   * @param vehicle the vehicle of events that name none, or null
   */
  record Drafts(@Nullable String vehicle, List<EventDraft> events) implements ReadResult {}

  /** No batch at all. */
  record Refused(Problem problem) implements ReadResult {}
}
