package io.evenkeel.load.faults;

import java.io.IOException;

/**
 * One part of the pipeline that can be killed, frozen and started again. Methods may be called from
 * several threads.
 */
interface Stage {
  /** The process it is. */
  Target target();

  /**
   * Starts it; it need not be ready when this returns. Does nothing if it runs.
   *
   * @throws IOException if it cannot be started now
   */
  void start() throws IOException;

  /** Whether it runs, ready or not, frozen or not. */
  boolean isAlive();

  /** Whether it does its work. */
  boolean isReady() throws InterruptedException;

  /** As {@code kill -9} does. When this returns it has ended. */
  void kill();

  /** Stops it with SIGSTOP. */
  void freeze();

  /** Lets it go on. */
  void thaw();
}
