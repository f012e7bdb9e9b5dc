package io.evenkeel.client;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Takes events one by one, sends them in batches, and tells what became of each. Safe for use by
 * many threads.
 *
 * <p>Nothing is dropped: when as many events are open as may be, callers wait, and every event that
 * was taken comes to an {@link Outcome}, at the latest when the sender is closed.
 *
 * <pre>
 *  put, offer --> queue (bounded) --> batch (count, bytes, linger) --> request --> outcome
 *                    ^                                            |
 *                    +--------------- room -----------------------+
 * </pre>
 */
public final class EventSender implements AutoCloseable {
  /** How long {@link #close()} waits for answers. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final Outcome CLOSED = new Outcome.GivenUp("the sender was closed");

  private final TelemetryClient client;
  private final Route route;
  private final EventQueue queue;
  private final Semaphore requests;
  private final Set<Thread> underWay = ConcurrentHashMap.newKeySet();
  private final Thread dispatcher;
  private volatile boolean ended;

  private EventSender(TelemetryClient client, Route route, BatchOptions options) {
    this.client = client;
    this.route = route;
    this.queue = new EventQueue(options);
    this.requests = new Semaphore(options.requestsMax());
    this.dispatcher = Thread.ofVirtual().name("evenkeel-sender").start(this::dispatch);
  }

  /** Sends on the live lane. The client stays the caller's: it is closed after the sender. */
  public static EventSender live(TelemetryClient client, BatchOptions options) {
    return new EventSender(client, Route.LIVE, options);
  }

  /**
   * Sends a backfill job's events. The client stays the caller's: it is closed after the sender.
   */
  public static EventSender backfill(TelemetryClient client, String job, BatchOptions options) {
    return new EventSender(client, Route.backfill(job), options);
  }

  /**
   * Takes an event, waiting for room as long as it takes.
   *
   * @param event in the gateway's JSON form, without line breaks; must not be changed afterwards
   * @return its outcome. What is attached to it runs on a thread of the sender and must not block
   * @throws IllegalStateException if the sender is closed
   */
  public CompletableFuture<Outcome> put(byte[] event) throws InterruptedException {
    return offer(event, Long.MAX_VALUE).orElseThrow();
  }

  /**
   * The same, waiting no longer than a time.
   *
   * @return empty if there was no room in that time: the event was not taken
   */
  public Optional<CompletableFuture<Outcome>> offer(byte[] event, Duration timeout)
      throws InterruptedException {
    return offer(event, timeout.toNanos());
  }

  /** Lets everything taken so far go without waiting for more; does not wait for the answers. */
  public void flush() {
    queue.flush();
  }

  /** Events without an outcome. */
  public int openEvents() {
    return queue.openEvents();
  }

  /** Takes nothing more, and waits {@link #CLOSE_TIMEOUT} for the outcomes. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Takes nothing more, sends what it has, and waits for the outcomes. Events that have none in
   * time, or when the calling thread is interrupted, are given up.
   *
   * @return whether all events had their outcome in time
   */
  public boolean close(Duration timeout) {
    queue.close();
    boolean inTime = awaitEmpty(timeout);
    ended = true;
    dispatcher.interrupt();
    underWay.forEach(Thread::interrupt);
    queue.drain().forEach(pending -> settle(pending, CLOSED));
    return inTime;
  }

  private Optional<CompletableFuture<Outcome>> offer(byte[] event, long timeoutNanos)
      throws InterruptedException {
    var pending = new EventQueue.Pending(event, System.nanoTime(), new CompletableFuture<>());
    return queue.offer(pending, timeoutNanos) ? Optional.of(pending.outcome()) : Optional.empty();
  }

  private boolean awaitEmpty(Duration timeout) {
    try {
      return queue.awaitEmpty(timeout.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void dispatch() {
    try {
      while (true) {
        // First the place, then the batch: while all places are taken, the batch grows.
        requests.acquire();
        List<EventQueue.Pending> batch = queue.take();
        if (batch.isEmpty()) {
          return;
        }
        begin(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(List<EventQueue.Pending> batch) {
    Thread sender = Thread.ofVirtual().name("evenkeel-request").unstarted(() -> deliver(batch));
    underWay.add(sender);
    sender.start();
    if (ended) {
      // Too late to be seen by the one who closes.
      sender.interrupt();
    }
  }

  private void deliver(List<EventQueue.Pending> batch) {
    Settling settling = new Settling(batch);
    Outcome otherwise = CLOSED;
    try {
      List<byte[]> events = batch.stream().map(EventQueue.Pending::event).toList();
      client.deliver(route, events, settling);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      otherwise = new Outcome.GivenUp("the client failed: " + e);
    } finally {
      settling.settleOthers(otherwise);
      underWay.remove(Thread.currentThread());
      requests.release();
    }
  }

  private void settle(EventQueue.Pending pending, Outcome outcome) {
    pending.outcome().complete(outcome);
    queue.settled(pending);
  }

  /** Passes the outcomes of one batch on; used by the thread that sends it. */
  private final class Settling implements Delivery.OutcomeListener {
    private final List<EventQueue.Pending> batch;
    private final BitSet open;

    Settling(List<EventQueue.Pending> batch) {
      this.batch = batch;
      this.open = new BitSet(batch.size());
      open.set(0, batch.size());
    }

    @Override
    public void settled(int position, Outcome outcome) {
      open.clear(position);
      settle(batch.get(position), outcome);
    }

    void settleOthers(Outcome outcome) {
      open.stream().forEach(position -> settle(batch.get(position), outcome));
    }
  }
}
