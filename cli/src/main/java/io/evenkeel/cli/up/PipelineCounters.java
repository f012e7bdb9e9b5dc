package io.evenkeel.cli.up;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the status line shows, read from the services' own metrics.
 *
 * @param accepted events acknowledged to senders
 * @param stored rows stored
 * @param duplicates events recognised as repeats
 * @param dead events that no stage could use
 * @param lagSeconds how long the oldest event that is not stored has waited
 */
record PipelineCounters(long accepted, long stored, long duplicates, long dead, double lagSeconds) {
  static PipelineCounters read(MeterRegistry metrics) {
    return new PipelineCounters(
        count(metrics, "evenkeel.gateway.events.accepted"),
        count(metrics, "evenkeel.sink.rows.stored"),
        count(metrics, "evenkeel.processor.events.duplicate")
            + count(metrics, "evenkeel.sink.rows.duplicate"),
        count(metrics, "evenkeel.processor.events.dead")
            + count(metrics, "evenkeel.sink.rows.dead"),
        metrics.find("evenkeel.sink.lag.seconds").gauges().stream()
            .mapToDouble(Gauge::value)
            .filter(Double::isFinite)
            .max()
            .orElse(0));
  }

  private static long count(MeterRegistry metrics, String name) {
    return (long) metrics.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }
}
