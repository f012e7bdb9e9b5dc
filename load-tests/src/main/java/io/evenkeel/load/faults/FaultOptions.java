package io.evenkeel.load.faults;

import java.nio.file.Path;

/**
 * What to do to the pipeline.
 *
 * @param directory for data and logs; new or empty
 * @param kills how many processes are killed one at a time, 1 or more; freezes and whole restarts
 *     come in addition
 * @param seed of the schedule and of the load
 */
public record FaultOptions(Path directory, int kills, long seed) {
  public FaultOptions {
    if (kills < 1) {
      throw new IllegalArgumentException("at least one process has to be killed");
    }
  }
}
