package io.evenkeel.sink.lane;

import io.evenkeel.sink.BatchLimits;
import io.evenkeel.sink.position.PartitionLease;
import io.evenkeel.sink.store.CleanItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one writer, and what it is storing: bounded in rows and bytes by pausing the
 * partitions that feed it. One consumer thread adds, one writer thread takes.
 */
final class WriterBuffer {
  // Resuming only well below the limit keeps partitions from being paused and resumed with every
  // poll.
  private static final double LOW_WATER = 0.5;
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

  private final BatchLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<CleanItem> queue = new ArrayDeque<>();
  private List<CleanItem> running = List.of();
  private int queuedRows;
  private int rows;
  private long bytes;
  private long waitingSinceNanos;
  private boolean full;
  private boolean closed;

  WriterBuffer(BatchLimits limits) {
    this.limits = limits;
  }

  /** Adds a step; never waits. */
  void add(CleanItem item) {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        waitingSinceNanos = System.nanoTime();
      }
      queue.add(item);
      queuedRows += item.rows();
      rows += item.rows();
      bytes += item.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next batch and hands it out; {@link #done} has to follow.
   *
   * @return in order; empty once the buffer is closed
   */
  List<CleanItem> take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !isDue()) {
        // Nothing has to be stored while nothing waits, so that wait may be long.
        long wait = queue.isEmpty() ? IDLE_NANOS : nanosToLinger();
        var _ = changed.awaitNanos(wait);
      }
      running = closed ? List.of() : drain();
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** The batch that was taken last is stored, or given up. */
  void done() {
    lock.lock();
    try {
      forget(running);
      running = List.of();
      waitingSinceNanos = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops what waits of these leases, and waits until none of it is being stored.
   *
   * @return whether that was so in time
   */
  boolean release(Collection<PartitionLease> leases, Duration waitMax) {
    lock.lock();
    try {
      List<CleanItem> dropped =
          queue.stream().filter(item -> leases.contains(item.lease())).toList();
      queue.removeIf(item -> leases.contains(item.lease()));
      dropped.forEach(item -> queuedRows -= item.rows());
      forget(dropped);
      return awaitNotRunning(leases, waitMax);
    } finally {
      lock.unlock();
    }
  }

  /** Whether more should not come now; between the two water marks the last answer holds. */
  boolean isFull() {
    lock.lock();
    try {
      double fill =
          Math.max(
              (double) rows / limits.bufferRowsMax(), (double) bytes / limits.bufferBytesMax());
      full = full ? fill > LOW_WATER : fill >= 1;
      return full;
    } finally {
      lock.unlock();
    }
  }

  /** Rows that are held, those being stored included. */
  int rows() {
    lock.lock();
    try {
      return rows;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of records that are held, those being stored included. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Ingest time of the record that is held longest, Unix milliseconds. */
  OptionalLong oldestIngestMillis() {
    lock.lock();
    try {
      for (Collection<CleanItem> items : List.of(running, queue)) {
        for (CleanItem item : items) {
          if (item.record() != null) {
            return OptionalLong.of(item.record().ingestTimeMillis());
          }
        }
      }
      return OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Hands out nothing any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** For waits elsewhere that should end with the buffer. */
  boolean awaitClosed(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return queuedRows >= limits.rows() || (!queue.isEmpty() && nanosToLinger() <= 0);
  }

  private long nanosToLinger() {
    return waitingSinceNanos + limits.linger().toNanos() - System.nanoTime();
  }

  private List<CleanItem> drain() {
    List<CleanItem> batch = new ArrayList<>();
    int batchRows = 0;
    while (!queue.isEmpty() && batchRows < limits.rowsMax()) {
      CleanItem item = queue.remove();
      batch.add(item);
      batchRows += item.rows();
    }
    queuedRows -= batchRows;
    return batch;
  }

  private boolean awaitNotRunning(Collection<PartitionLease> leases, Duration waitMax) {
    long left = waitMax.toNanos();
    try {
      while (running.stream().anyMatch(item -> leases.contains(item.lease()))) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forget(List<CleanItem> items) {
    for (CleanItem item : items) {
      rows -= item.rows();
      bytes -= item.bytes();
    }
  }
}
