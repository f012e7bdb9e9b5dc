package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.SpanRole;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.TraceSpan;
import io.evenkeel.runtime.trace.Tracing;
import org.apache.kafka.common.header.Headers;

/**
 * Continues the traces of records. A trace never begins here, and one that is not recorded, or
 * traces being off, leaves its headers as they are. Thread-safe.
 */
final class RecordTracing {
  private final Tracing tracing;
  private final Lane lane;

  RecordTracing(Tracing tracing, Lane lane) {
    this.tracing = tracing;
    this.lane = lane;
  }

  /** Starts the span of a record, if its trace is recorded. */
  TraceSpan begin(SourceRecord source) {
    if (!tracing.isOn()) {
      return TraceSpan.NONE;
    }
    TraceContext origin = TraceContext.read(source::header);
    return origin.isSampled()
        ? tracing
            .start(SpanRole.CONSUMER, "deduplicate", origin)
            .set(SpanKey.LANE, lane.id())
            .set(SpanKey.RECORDS, 1)
        : TraceSpan.NONE;
  }

  /** Says what became of a record. */
  static void decided(TraceSpan span, CleanSummary summary) {
    if (span.isRecorded()) {
      span.set(SpanKey.EVENTS, summary.in())
          .set(SpanKey.DUPLICATES, summary.duplicate())
          .set(SpanKey.DEAD, summary.dead())
          .set(SpanKey.OUTCOME, summary.dead() == 0 ? "forwarded" : "dead-letter");
    }
  }

  /** Adds to a clean record's headers what continues the trace of its source. */
  static void handOn(SourceRecord source, TraceSpan span, Headers to) {
    if (span.context().isPresent()) {
      span.context().write(to::add);
      return;
    }
    copy(source, TraceContext.TRACEPARENT, to);
    copy(source, TraceContext.TRACESTATE, to);
  }

  private static void copy(SourceRecord source, String name, Headers to) {
    byte[] value = source.header(name);
    if (value != null) {
      to.add(name, value);
    }
  }
}
