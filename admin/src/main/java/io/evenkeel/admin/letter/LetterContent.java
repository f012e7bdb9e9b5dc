package io.evenkeel.admin.letter;

import io.evenkeel.model.record.TelemetryRecord;
import java.util.List;

/** What of a letter can be sent again. */
public sealed interface LetterContent {
  /**
   * Events as devices sent them; they go through the gateway.
   *
   * @param json each event on one line
   */
  record Events(List<byte[]> json) implements LetterContent {}

  /** Events that a gateway had accepted already; they go to the log. */
  record Accepted(TelemetryRecord telemetry) implements LetterContent {}

  /** Nothing, for this reason. */
  record Unusable(String reason) implements LetterContent {}
}
