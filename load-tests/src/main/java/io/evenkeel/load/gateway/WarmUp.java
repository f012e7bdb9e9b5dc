package io.evenkeel.load.gateway;

/**
 * Decides when a server is warm: its CPU time a request has not fallen by a tenth twice in a row,
 * or the bound is reached. How long the compiler takes depends on who else uses the machine.
 */
final class WarmUp {
  private static final double FALL = 0.9;
  private static final int STEADY_VISITS = 2;

  private final int visitsMax;
  private double least = Double.MAX_VALUE;
  private int visits;
  private int steady;

  WarmUp(int visitsMax) {
    this.visitsMax = visitsMax;
  }

  /** Whether no further visit is needed. */
  boolean isOver() {
    return visits >= visitsMax || steady >= STEADY_VISITS;
  }

  /** A visit took so much CPU time a request. */
  void took(double cpuMicrosPerRequest) {
    visits++;
    steady = cpuMicrosPerRequest < least * FALL ? 0 : steady + 1;
    least = Math.min(least, cpuMicrosPerRequest);
  }
}
