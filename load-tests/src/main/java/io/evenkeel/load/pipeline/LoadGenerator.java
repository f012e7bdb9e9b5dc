package io.evenkeel.load.pipeline;

import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import io.evenkeel.load.fleet.FleetBatches;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Senders that each wait for an answer before they send the next batch: load that the pipeline can
 * hold back.
 */
final class LoadGenerator {
  // Old enough that a long run stays in the past, young enough for the live lane.
  private static final Duration START_BEFORE = Duration.ofDays(20);

  private final BenchmarkOptions options;
  private final LongAdder accepted = new LongAdder();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  LoadGenerator(BenchmarkOptions options) {
    this.options = options;
  }

  /**
   * Sends for the benchmark's duration.
   *
   * @return acknowledged events
   * @throws IllegalStateException if events were refused or stayed unanswered
   */
  long run(URI gateway, String apiKey, long nowMillis) throws InterruptedException {
    try (TelemetryClient client = new TelemetryClient(ClientOptions.of(gateway, apiKey))) {
      long deadline = System.nanoTime() + options.duration().toNanos();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < options.senders(); i++) {
        FleetBatches batches = batches(i, nowMillis);
        senders.add(Thread.ofVirtual().start(() -> send(client, batches, deadline)));
      }
      for (Thread sender : senders) {
        sender.join();
      }
    }
    if (!failure.get().isEmpty()) {
      throw new IllegalStateException("the gateway did not take everything: " + failure.get());
    }
    return accepted.sum();
  }

  private FleetBatches batches(int sender, long nowMillis) {
    int each = options.vehicles() / options.senders();
    long start = nowMillis - START_BEFORE.toMillis();
    return new FleetBatches(sender * each, each, options.batch(), start, options.seed());
  }

  private void send(TelemetryClient client, FleetBatches batches, long deadline) {
    try {
      while (System.nanoTime() < deadline && failure.get().isEmpty()) {
        SendResult result = client.sendLive(batches.next());
        accepted.add(result.accepted());
        if (!result.isComplete() || !result.rejected().isEmpty()) {
          failure.compareAndSet(
              "", result.failure() + " " + result.rejected().stream().limit(1).toList());
        }
      }
    } catch (InterruptedException e) {
      failure.compareAndSet("", "interrupted");
      Thread.currentThread().interrupt();
    }
  }
}
