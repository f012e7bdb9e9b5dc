package io.evenkeel.load.gateway;

/**
 * Decides when a server is warm: it has answered so many requests that the compiler has seen its
 * code, and its CPU time a request has not fallen by a tenth twice in a row; or the bound is
 * reached. How long that takes depends on who else uses the machine.
 */
final class WarmUp {
  private static final double FALL = 0.9;
  private static final int STEADY_VISITS = 2;
  // A request costs about as much as ten events.
  private static final long REQUEST_EVENTS = 10;

  private final long requestsMin;
  private final int visitsMax;
  private double leastMicros = Double.MAX_VALUE;
  private long requests;
  private int visits;
  private int steady;

  WarmUp(long requestsMin, int visitsMax) {
    this.requestsMin = requestsMin;
    this.visitsMax = visitsMax;
  }

  /**
   * For a batch size.
   *
   * @param requests that a server has to answer where each has a single event
   */
  static WarmUp of(int batch, long requests, int visitsMax) {
    return new WarmUp(requests * REQUEST_EVENTS / (REQUEST_EVENTS + batch), visitsMax);
  }

  /** Whether no further visit is needed. */
  boolean isOver() {
    return visits >= visitsMax || (requests >= requestsMin && steady >= STEADY_VISITS);
  }

  /** There was another visit. */
  void add(Visit visit) {
    double micros = visit.cpuMicrosPerRequest();
    visits++;
    requests += visit.answers();
    steady = micros < leastMicros * FALL ? 0 : steady + 1;
    leastMicros = Math.min(leastMicros, micros);
  }
}
