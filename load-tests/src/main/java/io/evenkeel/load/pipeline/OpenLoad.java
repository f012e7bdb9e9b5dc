package io.evenkeel.load.pipeline;

import io.evenkeel.load.gateway.LoadClient;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that sends at a constant rate whether or not the gateway keeps up, over a fixed number of
 * connections. Latency counts from when a request was due, so that whoever stalls is charged for
 * all that had to wait. Everything happens on the client's event loop, which looks once a
 * millisecond for what is due.
 */
final class OpenLoad implements Sender.Listener, AutoCloseable {
  private static final long TICK_MICROS = 1_000;
  private static final long DRAIN_SECONDS_MAX = 60;
  private static final long LATENCY_MICROS_MAX = 100_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LoadClient client;
  private final int batch;
  private final LoadTotals totals;
  private final List<Sender> senders = new ArrayList<>();
  private final Deque<Sender> idle = new ArrayDeque<>();
  private final AtomicLong accepted = new AtomicLong();
  private @Nullable Run run;

  /** Over these connections; {@code totals} goes on counting over all runs. */
  OpenLoad(LoadClient client, int port, int batch, List<VehicleTurns> turns, LoadTotals totals) {
    this.client = client;
    this.batch = batch;
    this.totals = totals;
    for (VehicleTurns its : turns) {
      senders.add(new Sender(client, port, its, this));
    }
    client
        .eventLoop()
        .execute(() -> {
          senders.forEach(Sender::open);
          idle.addAll(senders);
        });
  }

  /** Acknowledged events of all runs, as of now. Safe for use by other threads. */
  long accepted() {
    return accepted.get();
  }

  /**
   * Sends for a time, and waits for the answers to what was sent. What was due and could not be
   * sent in that time, because all connections waited for answers, is left.
   *
   * @throws IllegalStateException if answers stay away for a minute
   */
  LoadResult run(double eventsPerSecond, Duration duration) throws InterruptedException {
    Run started = new Run(eventsPerSecond / batch, duration);
    client.eventLoop().execute(() -> start(started));
    try {
      return started.finished.get(duration.toSeconds() + DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The load failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The gateway does not answer; see its log", e);
    } finally {
      client.eventLoop().execute(started::stop);
    }
  }

  /** Ends the run that goes on, if any, before its time. Safe for use by other threads. */
  void endEarly() {
    client
        .eventLoop()
        .execute(() -> {
          if (run != null) {
            run.endNow();
          }
        });
  }

  @Override
  public void close() {
    client.eventLoop().execute(() -> senders.forEach(Sender::close));
  }

  @Override
  public void answered(Sender sender, Sender.Answer answer) {
    totals.add(answer);
    accepted.addAndGet(answer.accepted());
    idle.addLast(sender);
    if (run != null) {
      run.answered(answer);
    }
  }

  @Override
  public void sentAgain() {
    totals.addSentAgain();
  }

  private void start(Run started) {
    run = started;
    started.start();
  }

  /** One time of sending at one rate. */
  private final class Run {
    private final double requestsPerSecond;
    private long durationNanos;
    private final CompletableFuture<LoadResult> finished = new CompletableFuture<>();
    private final Histogram micros = new Histogram(LATENCY_MICROS_MAX, 3);
    private @Nullable ScheduledFuture<?> ticks;
    private long startNanos;
    private long sent;
    private long answers;
    private long acceptedEvents;
    private long refusedEvents;
    private long behindMax;
    private boolean over;

    Run(double requestsPerSecond, Duration duration) {
      this.requestsPerSecond = requestsPerSecond;
      this.durationNanos = duration.toNanos();
    }

    void start() {
      startNanos = System.nanoTime();
      ticks =
          client.eventLoop().scheduleAtFixedRate(this::tick, 0, TICK_MICROS, TimeUnit.MICROSECONDS);
    }

    void endNow() {
      durationNanos = Math.min(durationNanos, System.nanoTime() - startNanos);
    }

    void stop() {
      over = true;
      if (ticks != null) {
        ticks.cancel(false);
      }
    }

    private void tick() {
      long elapsed = System.nanoTime() - startNanos;
      if (elapsed >= durationNanos) {
        stop();
        finishIfAnswered();
        return;
      }
      sendDue(elapsed);
    }

    private void sendDue(long elapsed) {
      long due = (long) (elapsed / NANOS_PER_SECOND * requestsPerSecond) + 1;
      while (sent < due && !idle.isEmpty()) {
        long dueNanos = startNanos + (long) (sent / requestsPerSecond * NANOS_PER_SECOND);
        sent++;
        idle.removeFirst().send(dueNanos);
      }
      behindMax = Math.max(behindMax, due - sent);
    }

    void answered(Sender.Answer answer) {
      answers++;
      acceptedEvents += answer.accepted();
      refusedEvents += answer.events() - answer.accepted();
      long now = System.nanoTime();
      micros.recordValue(
          Math.clamp(
              TimeUnit.NANOSECONDS.toMicros(now - answer.dueNanos()), 1, LATENCY_MICROS_MAX));
      if (over) {
        finishIfAnswered();
      } else if (behindMax > 0) {
        sendDue(now - startNanos);
      }
    }

    private void finishIfAnswered() {
      if (answers < sent || finished.isDone()) {
        return;
      }
      run = null;
      double seconds = durationNanos / NANOS_PER_SECOND;
      double due = seconds * requestsPerSecond;
      finished.complete(
          new LoadResult(
              requestsPerSecond * batch,
              seconds,
              acceptedEvents,
              refusedEvents,
              Math.max(0, (due - sent - 1) / requestsPerSecond),
              micros));
    }
  }
}
