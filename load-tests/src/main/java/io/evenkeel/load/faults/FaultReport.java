package io.evenkeel.load.faults;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param seed that the schedule and the load came from
 * @param seconds the run took, without start and end of the pipeline
 * @param killsByProcess how often each process was killed alone
 * @param freezes how often a process was stopped by SIGSTOP for a while
 * @param wholeRestarts how often all processes were killed at once
 * @param endedByThemselves how often a process ended without being killed, since it could not go on
 *     without its neighbours, and was started again
 * @param figures the outcome
 * @param findings what is wrong, in words; empty if nothing is
 */
public record FaultReport(
    long seed,
    double seconds,
    Map<String, Integer> killsByProcess,
    int freezes,
    int wholeRestarts,
    int endedByThemselves,
    Figures figures,
    List<String> findings) {
  public FaultReport {
    findings = List.copyOf(findings);
  }

  /**
   * The outcome.
   *
   * @param events acknowledged events
   * @param kills kills of one process
   * @param lost acknowledged events that are not stored
   * @param doubled rows beyond one for each acknowledged event
   * @param balanced whether the books balance and every minute equals its rows
   */
  public record Figures(long events, int kills, long lost, long doubled, boolean balanced) {
    /** Whether nothing is lost, nothing is stored twice, and the books balance. */
    public boolean kept() {
      return lost == 0 && doubled == 0 && balanced;
    }
  }
}
