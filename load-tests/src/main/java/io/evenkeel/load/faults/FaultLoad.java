package io.evenkeel.load.faults;

import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that behave as real ones do: they repeat a batch until it is acknowledged, and write down
 * what was. Most of it is live; devices come and go, send late, and send again what was
 * acknowledged before, some of it on the other lane.
 */
final class FaultLoad implements AutoCloseable {
  private static final int LIVE_SENDERS = 8;
  private static final int DEVICES_PER_SENDER = 4;
  private static final int BATCH = 20;
  private static final int BATCHES_PER_DEVICE = 60;
  private static final Duration LIVE_PAUSE = Duration.ofMillis(160);
  private static final Duration BACKFILL_PAUSE = Duration.ofMillis(400);
  private static final Duration LIVE_AGE = Duration.ofDays(20);
  private static final Duration BACKFILL_AGE = Duration.ofDays(400);
  private static final int REPEATABLE_MAX = 1_000;

  private static final double LATE = 0.05;
  private static final double REPEATED = 0.1;
  private static final double OVERLAPPING = 0.05;

  private final TelemetryClient client;
  private final AckBook book;
  private final long seed;
  private final long nowMillis;
  private final String run;
  private final List<Thread> senders = new ArrayList<>();
  // What the backfill lane may send once more.
  private final ConcurrentLinkedDeque<Batch> repeatable = new ConcurrentLinkedDeque<>();
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private volatile boolean stopped;

  /** A batch that was acknowledged. */
  private record Batch(Device device, long from, int count) {}

  /**
   * Load that has not begun.
   *
   * @param run part of the vehicles' names, so that runs on one pipeline differ
   */
  FaultLoad(URI gateway, String apiKey, AckBook book, long seed, String run, long nowMillis) {
    ClientOptions options = ClientOptions.of(gateway, apiKey);
    this.client =
        new TelemetryClient(
            new ClientOptions(
                gateway,
                apiKey,
                Duration.ofSeconds(12),
                options.giveUpAfter(),
                Duration.ofMillis(100),
                Duration.ofSeconds(1)));
    this.book = book;
    this.seed = seed;
    this.run = run;
    this.nowMillis = nowMillis;
  }

  /** Begins to send. */
  void start() {
    for (int i = 0; i < LIVE_SENDERS; i++) {
      senders.add(sender(new LiveSender(i)));
    }
    senders.add(sender(new BackfillSender()));
  }

  /**
   * Begins nothing new and waits until everything begun is acknowledged.
   *
   * @throws IllegalStateException if that is not so in time, or if an event was refused for good
   */
  void finish(Duration within) throws InterruptedException {
    stopped = true;
    long deadline = System.nanoTime() + within.toNanos();
    for (Thread sender : senders) {
      if (!sender.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
        throw new IllegalStateException(
            "the clients could not send everything within " + within.toSeconds() + " s");
      }
    }
    failure()
        .ifPresent(refused -> {
          throw new IllegalStateException("the gateway refused an event for good: " + refused);
        });
  }

  /** Why an event was refused for good, if one was: all of them are right. */
  Optional<String> failure() {
    return Optional.of(failure.get()).filter(text -> !text.isEmpty());
  }

  @Override
  public void close() {
    stopped = true;
    senders.forEach(Thread::interrupt);
    client.close();
  }

  private static Thread sender(Sender sender) {
    return Thread.ofVirtual().name("sender").start(sender);
  }

  /** Sends at a pace until the load is stopped. */
  private abstract class Sender implements Runnable {
    final SplittableRandom random;

    Sender(long stream) {
      this.random = new SplittableRandom(seed * 31 + stream);
    }

    @Override
    public void run() {
      try {
        while (!stopped && failure.get().isEmpty()) {
          sendNext();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    abstract void sendNext() throws InterruptedException;

    final void live(Device device, long from, int count) throws InterruptedException {
      List<byte[]> events = device.events(from, count);
      deliver(() -> client.sendLive(events));
      book.acknowledge(device, from, count);
      repeatable.addLast(new Batch(device, from, count));
      if (repeatable.size() > REPEATABLE_MAX) {
        repeatable.pollFirst();
      }
      Thread.sleep(LIVE_PAUSE);
    }

    final void backfill(String job, Device device, long from, int count)
        throws InterruptedException {
      List<byte[]> events = device.events(from, count);
      deliver(() -> client.sendBackfill(job, events));
      book.acknowledge(device, from, count);
      Thread.sleep(BACKFILL_PAUSE);
    }

    // A device keeps what is not acknowledged and comes again, however often its client gives up.
    private void deliver(Attempt attempt) throws InterruptedException {
      SendResult result = attempt.send();
      while (!result.isComplete()) {
        result = attempt.send();
      }
      if (!result.rejected().isEmpty()) {
        failure.compareAndSet("", result.rejected().getFirst().toString());
        throw new InterruptedException("refused");
      }
    }
  }

  @FunctionalInterface
  private interface Attempt {
    SendResult send() throws InterruptedException;
  }

  private final class LiveSender extends Sender {
    private final int number;
    private final Device[] devices = new Device[DEVICES_PER_SENDER];
    private final long[] next = new long[DEVICES_PER_SENDER];
    private int made;
    private int turn;

    LiveSender(int number) {
      super(number);
      this.number = number;
      for (int i = 0; i < devices.length; i++) {
        devices[i] = device();
      }
    }

    @Override
    void sendNext() throws InterruptedException {
      int i = turn++ % devices.length;
      if (next[i] >= (long) BATCHES_PER_DEVICE * BATCH) {
        devices[i] = device();
        next[i] = 0;
      }
      double dice = random.nextDouble();
      if (dice < LATE) {
        live(devices[i], next[i] + BATCH, BATCH);
        live(devices[i], next[i], BATCH);
        next[i] += 2 * BATCH;
      } else if (dice < LATE + REPEATED && next[i] > BATCH) {
        live(devices[i], random.nextLong(next[i] - BATCH), BATCH);
      } else {
        long overlap = dice > 1 - OVERLAPPING ? Math.min(next[i], BATCH / 2) : 0;
        live(devices[i], next[i] - overlap, BATCH);
        next[i] += BATCH - overlap;
      }
    }

    private Device device() {
      String name = "%s-live-%d-%d".formatted(run, number, made++);
      return new Device(name, nowMillis - LIVE_AGE.toMillis());
    }
  }

  private final class BackfillSender extends Sender {
    private static final int BACKFILL_BATCH = 40;
    private static final double ACROSS_LANES = 0.3;

    private Device device = device(0);
    private int made;
    private long next;

    BackfillSender() {
      super(LIVE_SENDERS);
    }

    @Override
    void sendNext() throws InterruptedException {
      Batch again = random.nextDouble() < ACROSS_LANES ? repeatable.pollFirst() : null;
      if (again != null) {
        backfill("again", again.device(), again.from(), again.count());
        return;
      }
      if (next >= (long) BATCHES_PER_DEVICE * BACKFILL_BATCH) {
        device = device(++made);
        next = 0;
      }
      backfill("history", device, next, BACKFILL_BATCH);
      next += BACKFILL_BATCH;
    }

    private Device device(int generation) {
      String name = "%s-history-%d".formatted(run, generation);
      return new Device(name, nowMillis - BACKFILL_AGE.toMillis());
    }
  }
}
