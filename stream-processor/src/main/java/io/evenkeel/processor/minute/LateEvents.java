package io.evenkeel.processor.minute;

import java.util.List;

/**
 * Events of one block that came after their minute had closed.
 *
 * @param events how many
 * @param minutes their minutes since the Unix epoch, ascending, each once
 */
public record LateEvents(int events, List<Long> minutes) {
  public LateEvents {
    minutes = List.copyOf(minutes);
  }
}
