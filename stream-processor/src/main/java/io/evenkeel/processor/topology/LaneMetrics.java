package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What a lane did, counted when it is done: after a crash the work of the transaction that was
 * rolled back counts twice. The books are exact, in the headers of clean records. Thread-safe.
 */
final class LaneMetrics {
  private final Counter records;
  private final Counter in;
  private final Counter out;
  private final Counter duplicate;
  private final Counter dead;
  private final Counter late;
  private final Counter rangesForgotten;
  private final Counter closedByWatermark;
  private final Counter closedBySilence;
  private final Counter closedByCap;
  private final LaneProgress progress;

  LaneMetrics(MeterRegistry registry, Lane lane, LaneProgress progress) {
    records = counter(registry, lane, "records", "Telemetry records processed");
    in = counter(registry, lane, "events.in", "Events in telemetry records");
    out = counter(registry, lane, "events.out", "Events forwarded");
    duplicate = counter(registry, lane, "events.duplicate", "Events dropped as repeats");
    dead = counter(registry, lane, "events.dead", "Events sent to the dead-letter topic");
    late = counter(registry, lane, "events.late", "Events forwarded after their minute closed");
    rangesForgotten =
        counter(registry, lane, "ranges.forgotten", "Ranges of seen events forgotten at a bound");
    closedByWatermark = closed(registry, "watermark");
    closedBySilence = closed(registry, "silence");
    closedByCap = closed(registry, "cap");
    this.progress = progress;
  }

  /** How far each partition was processed. */
  LaneProgress progress() {
    return progress;
  }

  void processed(CleanSummary summary) {
    records.increment();
    in.increment(summary.in());
    out.increment(summary.out());
    duplicate.increment(summary.duplicate());
    dead.increment(summary.dead());
  }

  void late(int events) {
    late.increment(events);
  }

  void rangesForgotten(int ranges) {
    rangesForgotten.increment(ranges);
  }

  void closedByWatermark(int minutes) {
    closedByWatermark.increment(minutes);
  }

  void closedBySilence(int minutes) {
    closedBySilence.increment(minutes);
  }

  void closedByCap(int minutes) {
    closedByCap.increment(minutes);
  }

  private static Counter counter(MeterRegistry registry, Lane lane, String name, String what) {
    return Counter.builder("evenkeel.processor." + name)
        .description(what)
        .tag("lane", lane.id())
        .register(registry);
  }

  private static Counter closed(MeterRegistry registry, String reason) {
    return Counter.builder("evenkeel.processor.minutes.closed")
        .description("Vehicle minutes closed")
        .tag("reason", reason)
        .register(registry);
  }
}
