package io.evenkeel.load.faults;

import java.time.Duration;

/** One thing that is done to the pipeline. */
public sealed interface Fault {
  /** How long nothing is done before it. */
  Duration calm();

  /**
   * A process is killed as by {@code kill -9} and started again.
   *
   * @param down how long it is away
   * @param awaited whether the next fault waits until it works again; otherwise the next may meet
   *     it while it recovers
   */
  record Kill(Duration calm, Target target, Duration down, boolean awaited) implements Fault {}

  /**
   * A process is stopped by SIGSTOP and goes on after a while, thinking that no time has passed.
   * Other faults happen meanwhile.
   */
  record Freeze(Duration calm, Target target, Duration duration) implements Fault {}

  /**
   * Every process is killed at once, and all are started again.
   *
   * @param down how long all are away
   */
  record WholeRestart(Duration calm, Duration down) implements Fault {}
}
