package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a constant rate, whether or not the server keeps up. The latency of a request counts
 * from when it was due, so that a server that stalls is charged for all that had to wait. Its state
 * lives on the client's event loop; used for one load.
 */
final class OpenLoop implements Connection.Listener {
  private static final int WAITING_MAX = 200_000;
  private static final long DRAIN_SECONDS_MAX = 30;
  private static final long LATENCY_MICROS_MAX = 100_000_000;
  // The first requests pay for new connections.
  private static final double UNMEASURED_SHARE = 0.2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LoadClient client;
  private final List<ByteBuf> requests;
  private final Histogram micros = new Histogram(LATENCY_MICROS_MAX, 3);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final Map<Connection, Long> dueNanosUnderWay = new IdentityHashMap<>();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Deque<Long> dueNanosWaiting = new ArrayDeque<>();
  private long measureFromNanos;
  private long unanswered;
  private int next;
  private boolean closing;

  OpenLoop(LoadClient client, List<ByteBuf> requests) {
    this.client = client;
    this.requests = requests;
  }

  /**
   * Sends for a time and waits for the last answers.
   *
   * @return latencies, microseconds
   * @throws IllegalStateException if an answer was not the expected one, or the server fell too far
   *     behind
   */
  Histogram run(int port, int connections, Expected expected, double perSecond, Duration duration)
      throws InterruptedException {
    List<Connection> opened = client.connect(port, connections, expected, this);
    try {
      long due = Math.max(1, (long) (perSecond * duration.toNanos() / NANOS_PER_SECOND));
      long startNanos = System.nanoTime();
      client
          .eventLoop()
          .execute(() -> {
            idle.addAll(opened);
            unanswered = due;
            measureFromNanos = startNanos + (long) (duration.toNanos() * UNMEASURED_SHARE);
          });
      pace(startNanos, due, NANOS_PER_SECOND / perSecond);
      finished.get(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
      return micros;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The server fell far behind half of what it can do", e);
    } finally {
      close(opened);
    }
  }

  @Override
  public void answered(Connection connection) {
    long now = System.nanoTime();
    Long due = dueNanosUnderWay.remove(connection);
    if (due != null && due - measureFromNanos >= 0) {
      micros.recordValue(
          Math.clamp(TimeUnit.NANOSECONDS.toMicros(now - due), 1, LATENCY_MICROS_MAX));
    }
    unanswered--;
    if (unanswered == 0) {
      finished.complete(null);
    }
    Long waiting = dueNanosWaiting.poll();
    if (waiting == null) {
      idle.push(connection);
    } else {
      send(connection, waiting);
    }
  }

  @Override
  public void tolerated(Connection connection) {
    failed("a request was refused");
  }

  @Override
  public void failed(String why) {
    if (!closing) {
      finished.completeExceptionally(new IllegalStateException("The load failed: " + why));
    }
  }

  // On the calling thread, which sleeps between: the event loop's own timer is as coarse as a
  // millisecond.
  private void pace(long startNanos, long requestsDue, double intervalNanos) {
    long sent = 0;
    while (sent < requestsDue && !finished.isDone()) {
      long nextDue = startNanos + (long) (sent * intervalNanos);
      long left = nextDue - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
      } else {
        client.eventLoop().execute(() -> due(nextDue));
        sent++;
      }
    }
  }

  private void due(long dueNanos) {
    Connection connection = idle.poll();
    if (connection != null) {
      send(connection, dueNanos);
    } else if (dueNanosWaiting.size() < WAITING_MAX) {
      dueNanosWaiting.add(dueNanos);
    } else {
      failed("more than " + WAITING_MAX + " requests waited for a connection");
    }
  }

  private void send(Connection connection, long dueNanos) {
    dueNanosUnderWay.put(connection, dueNanos);
    connection.send(requests.get(next));
    next = next + 1 == requests.size() ? 0 : next + 1;
  }

  private void close(List<Connection> connections) {
    client
        .eventLoop()
        .execute(() -> {
          closing = true;
          connections.forEach(Connection::close);
        });
  }
}
