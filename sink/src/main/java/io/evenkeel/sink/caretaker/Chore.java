package io.evenkeel.sink.caretaker;

import java.sql.SQLException;
import java.time.Duration;

/**
 * One thing that the caretaker does again and again, on a thread of its own. For a moment after the
 * role has moved two processes may run the same chore, so each must be safe against its twin.
 */
public interface Chore {
  /** Short and constant; part of thread names and logs. */
  String name();

  /** How long to rest after a run that left nothing to do. */
  Duration every();

  /**
   * Does a bounded piece of work: seconds, not minutes.
   *
   * @return whether there is more to do right now
   * @throws SQLException if the database failed; the run is repeated after a pause
   * @throws org.apache.kafka.common.KafkaException if Kafka failed; the run is repeated after a
   *     pause
   * @throws InterruptedException if the role is over
   */
  boolean run() throws SQLException, InterruptedException;

  /**
   * Called by another thread about twice a second while this process is the caretaker, also while a
   * run hangs: what is shown must go when it is no longer true. Must not wait for anything.
   */
  default void watch() {}

  /** Called when this process is no longer the caretaker: gauges go back to saying nothing. */
  default void idle() {}
}
