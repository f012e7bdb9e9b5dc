package io.evenkeel.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way into batches. Bounded in events and bytes, and an event counts until it is
 * settled, not only until it is taken. Safe for use by many threads.
 */
final class EventQueue {
  private final BatchOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomed = lock.newCondition();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private int openEvents;
  private long openBytes;
  private boolean closed;
  // Events that go without waiting for more.
  private int flushed;

  /** An event and its future outcome. */
  record Pending(byte[] event, long sinceNanos, CompletableFuture<Outcome> outcome) {}

  EventQueue(BatchOptions options) {
    this.options = options;
  }

  /**
   * Takes an event in, if there is room for it in time.
   *
   * @return whether it did
   * @throws IllegalStateException if the queue is closed
   */
  boolean offer(Pending pending, long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeoutNanos;
      while (!closed && !hasRoom(pending)) {
        if (left <= 0) {
          return false;
        }
        // A batch does not wait for more while callers wait for room.
        filled.signal();
        left = roomed.awaitNanos(left);
      }
      if (closed) {
        throw new IllegalStateException("the sender is closed");
      }
      openEvents++;
      openBytes += pending.event().length;
      waitingBytes += pending.event().length;
      waiting.addLast(pending);
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next batch, once it is full or its first event has waited long enough; empty at the end.
   */
  List<Pending> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Pending first = waiting.peekFirst();
        if (first == null) {
          if (closed) {
            return List.of();
          }
          filled.await();
        } else {
          long left = first.sinceNanos() + options.linger().toNanos() - System.nanoTime();
          if (left <= 0 || isReady()) {
            return takeBatch();
          }
          filled.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives the room of a settled event back. */
  void settled(Pending pending) {
    lock.lock();
    try {
      openEvents--;
      openBytes -= pending.event().length;
      roomed.signal();
      if (openEvents == 0) {
        emptied.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets what waits go at once. */
  void flush() {
    lock.lock();
    try {
      flushed = waiting.size();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more in; what waits goes at once. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      roomed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every event is settled, and says whether they are. */
  boolean awaitEmpty(long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeoutNanos;
      while (openEvents > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
      return openEvents == 0;
    } finally {
      lock.unlock();
    }
  }

  /** What still waits, and waits no longer. */
  List<Pending> drain() {
    lock.lock();
    try {
      List<Pending> left = new ArrayList<>(waiting);
      waiting.clear();
      waitingBytes = 0;
      return left;
    } finally {
      lock.unlock();
    }
  }

  int openEvents() {
    lock.lock();
    try {
      return openEvents;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(Pending pending) {
    return openEvents == 0
        || (openEvents < options.openEventsMax()
            && openBytes + pending.event().length <= options.openBytesMax());
  }

  // When there is no more room, nothing more can come to fill the batch.
  private boolean isReady() {
    return closed
        || flushed > 0
        || waiting.size() >= options.batchEventsMax()
        || waitingBytes >= options.batchBytesMax()
        || openEvents >= options.openEventsMax()
        || lock.hasWaiters(roomed);
  }

  private List<Pending> takeBatch() {
    List<Pending> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < options.batchEventsMax()) {
      Pending next = waiting.peekFirst();
      // A line of its own, with its end.
      if (next == null
          || (!batch.isEmpty() && bytes + next.event().length + 1 > options.batchBytesMax())) {
        break;
      }
      batch.add(waiting.removeFirst());
      bytes += next.event().length + 1;
      waitingBytes -= next.event().length;
    }
    flushed = Math.max(0, flushed - batch.size());
    return batch;
  }
}
