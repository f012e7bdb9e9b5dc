package io.evenkeel.sink.lane;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.sink.store.Arrivals;
import io.evenkeel.sink.store.WritePath;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Meters of one lane. Thread-safe. */
final class LaneMetrics {
  private static final String LANE = "lane";
  private static final Duration[] BUCKETS =
      LongStream.of(
              50, 100, 150, 250, 400, 700, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000,
              900_000, 3_600_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Lane lane;
  private final Counter stored;
  private final Counter duplicate;
  private final Counter dead;
  private final Counter copyBatches;
  private final Counter fallbackBatches;
  private final Counter failures;
  private final Timer copy;
  private final Timer sinceEvent;
  private final Timer sinceIngest;

  LaneMetrics(MeterRegistry registry, Lane lane) {
    this.registry = registry;
    this.lane = lane;
    this.stored = counter("evenkeel.sink.rows.stored", "Events stored");
    this.duplicate =
        counter("evenkeel.sink.rows.duplicate", "Events that the database had already");
    this.dead = counter("evenkeel.sink.rows.dead", "Events that could not be stored");
    this.copyBatches = batches("copy");
    this.fallbackBatches = batches("fallback");
    this.failures =
        counter("evenkeel.sink.batch.failures", "Attempts that failed and were repeated");
    this.copy =
        Timer.builder("evenkeel.sink.copy")
            .description("Time of the transaction that stores a batch")
            .tag(LANE, lane.id())
            .register(registry);
    this.sinceEvent = freshness("event");
    this.sinceIngest = freshness("ingest");
  }

  /** Records are committed now that brought these events. */
  void fresh(Arrivals arrivals, long nowMillis) {
    arrivals.times((ingest, event) -> {
      sinceIngest.record(Math.max(0, nowMillis - ingest), TimeUnit.MILLISECONDS);
      sinceEvent.record(Math.max(0, nowMillis - event), TimeUnit.MILLISECONDS);
    });
  }

  void stored(int rows, int duplicates, int deadEvents, WritePath path) {
    stored.increment(rows);
    duplicate.increment(duplicates);
    dead.increment(deadEvents);
    switch (path) {
      case COPY -> copyBatches.increment();
      case FALLBACK -> fallbackBatches.increment();
    }
  }

  void failed() {
    failures.increment();
  }

  Timer copy() {
    return copy;
  }

  /** Shows a value that is asked for when the meters are read. */
  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(description)
        .tag(LANE, lane.id())
        // The lane's pipeline holds the values; without this they could be collected.
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tag(LANE, lane.id()).register(registry);
  }

  private Timer freshness(String since) {
    return Timer.builder("evenkeel.sink.freshness")
        .description(
            "From the time of a record's newest event, or from its acceptance, until it is"
                + " committed in the database")
        .serviceLevelObjectives(BUCKETS)
        .tag(LANE, lane.id())
        .tag("since", since)
        .register(registry);
  }

  private Counter batches(String path) {
    return Counter.builder("evenkeel.sink.batches")
        .description("Batches stored, by the way that they took")
        .tag(LANE, lane.id())
        .tag("path", path)
        .register(registry);
  }
}
