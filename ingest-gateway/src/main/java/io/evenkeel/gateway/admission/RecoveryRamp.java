package io.evenkeel.gateway.admission;

/**
 * Which share of the requests may come in, by what the log acknowledges. Deterministic: time comes
 * with each call, and admission is counted, not drawn. Not thread-safe.
 *
 * <pre>
 *               nothing acknowledged for stallAfter,
 *               while something waits or too much has failed
 *   FLOWING ------------------------------------------------> HALTED  0 %, and a few probes
 *   100 %   <-- two steps --  RAMPING  <-- acknowledgement --         every probeEvery
 *                             10 %, then 50 %; back to HALTED as from FLOWING
 * </pre>
 *
 * <p>A queue that has built up at thousands of senders would bring the log down again if all came
 * at once, hence the steps. A failure counts only while nothing else is acknowledged: one partition
 * without a leader, or a full buffer, stops nothing. Failures of what was sent before the log came
 * back do not count after that.
 */
final class RecoveryRamp {
  private static final int FIRST_PERCENT = 10;
  private static final int SECOND_PERCENT = 50;
  private static final int ALL_PERCENT = 100;

  private final RecoveryConfig config;
  private final long stepNanos;
  private Phase phase = Phase.FLOWING;
  // When the phase began, but of HALTED: when it last let probes through.
  private long sinceNanos;
  // Requests asked for in RAMPING; probes let through since sinceNanos in HALTED.
  private long asked;
  private int waiting;
  // Whether, and since when, something was sent of which nothing was acknowledged.
  private boolean trying;
  private long tryingSinceNanos;
  private long sentNanos;
  private int failures;

  RecoveryRamp(RecoveryConfig config) {
    this.config = config;
    this.stepNanos = config.step().toNanos();
  }

  /** Whether one more request may come in. */
  boolean admits(long nowNanos) {
    haltIfStalled(nowNanos);
    return switch (phaseAt(nowNanos)) {
      case FLOWING -> true;
      case RAMPING -> isNextOf(rampPercent(nowNanos));
      case HALTED -> isProbe(nowNanos);
    };
  }

  /** Something was sent to the log; one of the following is to be told of it. */
  void sent(long nowNanos) {
    boolean quietBefore = waiting == 0 && nowNanos - sentNanos >= config.stallAfter().toNanos();
    if (!trying || quietBefore) {
      trying = true;
      tryingSinceNanos = nowNanos;
      failures = 0;
    }
    waiting++;
    sentNanos = nowNanos;
  }

  /** The log has acknowledged something of it. */
  void acknowledged(long nowNanos) {
    waiting--;
    failures = 0;
    trying = waiting > 0;
    tryingSinceNanos = nowNanos;
    if (phaseAt(nowNanos) == Phase.HALTED) {
      enter(Phase.RAMPING, nowNanos);
    }
  }

  /** The log has acknowledged nothing of it. */
  void failed(long sentAtNanos, long nowNanos) {
    waiting--;
    boolean fromBefore = phaseAt(nowNanos) == Phase.RAMPING && sentAtNanos - sinceNanos < 0;
    if (!fromBefore) {
      failures++;
      haltIfStalled(nowNanos);
    }
  }

  /** It says nothing about the log. */
  void withdrawn() {
    waiting--;
    trying = waiting > 0 || failures > 0;
  }

  /** The share of requests that come in, percent; 0 while only probes do. */
  int percent(long nowNanos) {
    return switch (phaseAt(nowNanos)) {
      case FLOWING -> ALL_PERCENT;
      case RAMPING -> rampPercent(nowNanos);
      case HALTED -> 0;
    };
  }

  private Phase phaseAt(long nowNanos) {
    if (phase == Phase.RAMPING && nowNanos - sinceNanos >= 2 * stepNanos) {
      enter(Phase.FLOWING, nowNanos);
    }
    return phase;
  }

  private void haltIfStalled(long nowNanos) {
    boolean stalled =
        trying
            && nowNanos - tryingSinceNanos >= config.stallAfter().toNanos()
            && (waiting > 0 || failures >= config.failuresMax());
    if (stalled && phaseAt(nowNanos) != Phase.HALTED) {
      enter(Phase.HALTED, nowNanos);
      // The first probes wait for their time, too.
      asked = config.probesMax();
    }
  }

  private void enter(Phase next, long nowNanos) {
    phase = next;
    sinceNanos = nowNanos;
    asked = 0;
  }

  private int rampPercent(long nowNanos) {
    return nowNanos - sinceNanos < stepNanos ? FIRST_PERCENT : SECOND_PERCENT;
  }

  // Evenly spread, the first one included.
  private boolean isNextOf(int percent) {
    long before = Math.ceilDiv(asked * percent, ALL_PERCENT);
    asked++;
    return Math.ceilDiv(asked * percent, ALL_PERCENT) > before;
  }

  private boolean isProbe(long nowNanos) {
    if (nowNanos - sinceNanos >= config.probeEvery().toNanos()) {
      sinceNanos = nowNanos;
      asked = 0;
    }
    return asked++ < config.probesMax();
  }

  private enum Phase {
    FLOWING,
    HALTED,
    RAMPING
  }
}
