package io.evenkeel.cli.page;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the stages have counted since they started, in events of both lanes.
 *
 * @param nanos when, by the monotonic clock
 * @param accepted acknowledged to senders
 * @param refused not taken by the gateway, for whatever reason
 * @param processed read by the processor
 * @param forwarded by the processor
 * @param repeats dropped by the processor
 * @param processorDead set aside by the processor
 * @param stored by the sink
 * @param sinkRepeats that the database had already
 * @param sinkDead set aside by the sink
 */
record StageCounts(
    long nanos,
    double accepted,
    double refused,
    double processed,
    double forwarded,
    double repeats,
    double processorDead,
    double stored,
    double sinkRepeats,
    double sinkDead) {
  static StageCounts read(MeterRegistry metrics, long nanos) {
    return new StageCounts(
        nanos,
        count(metrics, "evenkeel.gateway.events.accepted"),
        count(metrics, "evenkeel.gateway.events.rejected"),
        count(metrics, "evenkeel.processor.events.in"),
        count(metrics, "evenkeel.processor.events.out"),
        count(metrics, "evenkeel.processor.events.duplicate"),
        count(metrics, "evenkeel.processor.events.dead"),
        count(metrics, "evenkeel.sink.rows.stored"),
        count(metrics, "evenkeel.sink.rows.duplicate"),
        count(metrics, "evenkeel.sink.rows.dead"));
  }

  private static double count(MeterRegistry metrics, String name) {
    return metrics.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }
}
