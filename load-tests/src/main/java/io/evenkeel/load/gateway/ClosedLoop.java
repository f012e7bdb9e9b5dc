package io.evenkeel.load.gateway;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections that each send the next request as soon as the last one is answered. Its state lives
 * on the client's event loop; used for one visit.
 */
final class ClosedLoop implements Connection.Listener {
  /** Few enough to be told from a load that is answered wrongly. */
  private static final int TOLERATED_MAX = 3;

  private static final long DRAIN_SECONDS_MAX = 30;

  private final LoadClient client;
  private final List<ByteBuf> requests;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private CompletableFuture<Void> drained = new CompletableFuture<>();
  private boolean goingOn;
  private boolean closing;
  private int underWay;
  private int next;
  private int tolerated;
  private long answers;

  ClosedLoop(LoadClient client, List<ByteBuf> requests) {
    this.client = client;
    this.requests = requests;
  }

  /**
   * Sends for a time and waits for the last answers.
   *
   * @param clock read right before the first request and right after the last answer
   * @throws IllegalStateException if an answer was not the expected one
   */
  Visit run(int port, int connections, Expected expected, Duration duration, VisitClock clock)
      throws InterruptedException {
    List<Connection> opened = client.connect(port, connections, expected, this);
    try {
      // The cost of new connections is no request's: each has its first one before.
      await(start(opened, false));
      VisitClock.Reading before = clock.read();
      CompletableFuture<Void> last = start(opened, true);
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      client.eventLoop().execute(() -> goingOn = false);
      await(last);
      return clock.read().since(before, answers);
    } finally {
      close(opened);
    }
  }

  @Override
  public void answered(Connection connection) {
    answers++;
    goOn(connection);
  }

  @Override
  public void tolerated(Connection connection) {
    tolerated++;
    if (tolerated > TOLERATED_MAX) {
      failed("too many answers were other than expected");
      return;
    }
    answered(connection);
  }

  @Override
  public void failed(String why) {
    goingOn = false;
    if (!closing) {
      failure.completeExceptionally(new IllegalStateException("The load failed: " + why));
    }
  }

  private void goOn(Connection connection) {
    if (goingOn) {
      send(connection);
      return;
    }
    underWay--;
    if (underWay == 0) {
      drained.complete(null);
    }
  }

  private void send(Connection connection) {
    connection.send(requests.get(next));
    next = next + 1 == requests.size() ? 0 : next + 1;
  }

  // Completes when every connection has its last answer.
  private CompletableFuture<Void> start(List<Connection> connections, boolean newGoingOn) {
    CompletableFuture<Void> newDrained = new CompletableFuture<>();
    client
        .eventLoop()
        .execute(() -> {
          drained = newDrained;
          answers = 0;
          goingOn = newGoingOn;
          underWay = connections.size();
          connections.forEach(this::send);
        });
    return newDrained;
  }

  private void await(CompletableFuture<Void> last) throws InterruptedException {
    try {
      CompletableFuture.anyOf(last, failure).get(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The server did not answer within " + DRAIN_SECONDS_MAX + " s", e);
    }
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
