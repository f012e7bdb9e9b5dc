package io.evenkeel.cli.page;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source says, read when somebody asks, but at most once in a given time and at most a
 * twentieth of all time: the page must not load the pipeline that it shows. Thread-safe.
 *
 * @param <T> what is read
 */
final class Feed<T> {
  /** Rest for each unit of time that reading took. */
  static final int REST_FACTOR = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** Reads; may block. */
  @FunctionalInterface
  interface Source<T> {
    /** Reads once. */
    T read() throws Exception;
  }

  /** What can be said now. */
  sealed interface Answer<T> {
    /** The latest that was read. */
    record Known<T>(T value) implements Answer<T> {}

    /** Nothing was read yet. */
    record Pending<T>() implements Answer<T> {}

    /** The last attempt failed. */
    record Failed<T>() implements Answer<T> {}
  }

  private final String name;
  private final Source<T> source;
  private final Duration restMin;
  private final Duration waitMax;
  private final Executor executor;
  private final LongSupplier nanoTime;

  private Answer<T> answer = new Answer.Pending<>();
  private @Nullable CompletableFuture<Void> reading;
  private long dueNanos;

  /**
   * A feed that has read nothing.
   *
   * @param name for the log
   * @param restMin between two readings
   * @param waitMax how long somebody who asks waits for a reading under way
   */
  Feed(
      String name,
      Source<T> source,
      Duration restMin,
      Duration waitMax,
      Executor executor,
      LongSupplier nanoTime) {
    this.name = name;
    this.source = source;
    this.restMin = restMin;
    this.waitMax = waitMax;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.dueNanos = nanoTime.getAsLong();
  }

  /** The latest answer; a reading that is due starts first and is waited for, but not long. */
  Answer<T> latest() throws InterruptedException {
    CompletableFuture<Void> underWay = readIfDue();
    if (underWay != null) {
      try {
        underWay.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // What was read before has to do.
      }
    }
    synchronized (this) {
      return answer;
    }
  }

  /** How long to rest after a reading that took so long. */
  static long restNanos(long tookNanos, Duration restMin) {
    return Math.max(restMin.toNanos(), tookNanos * REST_FACTOR);
  }

  private synchronized @Nullable CompletableFuture<Void> readIfDue() {
    if (reading == null && nanoTime.getAsLong() - dueNanos >= 0) {
      CompletableFuture<Void> started = new CompletableFuture<>();
      reading = started;
      executor.execute(() -> read(started));
    }
    return reading;
  }

  private void read(CompletableFuture<Void> started) {
    long startNanos = nanoTime.getAsLong();
    Answer<T> result = attempt();
    synchronized (this) {
      answer = result;
      reading = null;
      long now = nanoTime.getAsLong();
      dueNanos = now + restNanos(now - startNanos, restMin);
    }
    started.complete(null);
  }

  private Answer<T> attempt() {
    try {
      return new Answer.Known<>(source.read());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!isFailing()) {
        LOG.atWarn().addKeyValue("feed", name).setCause(e).log("The page could not read a feed");
      }
    }
    return new Answer.Failed<>();
  }

  private synchronized boolean isFailing() {
    return answer instanceof Answer.Failed;
  }
}
