package io.evenkeel.load.gateway;

/**
 * Decides when a server is warm: it has answered so many requests that the JVM's compilers have
 * seen its code, and they have had next to nothing to do twice in a row; or the bound is reached.
 * How long that takes depends on who else uses the machine.
 */
final class WarmUp {
  private static final double IDLE_SHARE = 0.1;
  private static final int IDLE_VISITS = 2;
  // A request costs about as much as ten events.
  private static final long REQUEST_EVENTS = 10;

  private final long requestsMin;
  private final int visitsMax;
  private long requests;
  private int visits;
  private int idle;

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
    return visits >= visitsMax || (requests >= requestsMin && idle >= IDLE_VISITS);
  }

  /** There was another visit. */
  void add(Visit visit) {
    visits++;
    requests += visit.answers();
    idle = visit.compilerShare() < IDLE_SHARE ? idle + 1 : 0;
  }
}
