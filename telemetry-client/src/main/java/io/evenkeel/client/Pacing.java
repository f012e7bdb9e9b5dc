package io.evenkeel.client;

import java.time.Duration;
import java.time.Instant;

/** Time, as the client needs it; tests have their own. */
interface Pacing {
  /** The machine's time. */
  Pacing SYSTEM =
      new Pacing() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause);
        }
      };

  /** Monotonic. */
  long nanoTime();

  /** Of the wall clock. */
  Instant now();

  void sleep(Duration pause) throws InterruptedException;
}
