package io.evenkeel.processor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the state of Kafka Streams. Thread-safe. */
final class StateWatch implements KafkaStreams.StateListener {
  private static final Logger LOG = LoggerFactory.getLogger(StateWatch.class);

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile State current = State.CREATED;

  @Override
  public void onChange(State newState, State oldState) {
    LOG.atInfo()
        .addKeyValue("from", oldState)
        .addKeyValue("to", newState)
        .log("The processor changed its state");
    lock.lock();
    try {
      current = newState;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isRunning() {
    return current == State.RUNNING;
  }

  boolean isAlive() {
    return current.hasNotStarted() || current.isRunningOrRebalancing();
  }

  boolean awaitRunning(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lock();
    try {
      while (!isRunning() && isAlive()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        boolean inTime = changed.await(left, TimeUnit.NANOSECONDS);
        LOG.atTrace().addKeyValue("in_time", inTime).log("Waited for a change of state");
      }
      return isRunning();
    } finally {
      lock.unlock();
    }
  }
}
