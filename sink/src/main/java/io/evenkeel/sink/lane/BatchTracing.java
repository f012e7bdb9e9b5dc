package io.evenkeel.sink.lane;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.SpanRole;
import io.evenkeel.runtime.trace.TraceContext;
import io.evenkeel.runtime.trace.TraceSpan;
import io.evenkeel.runtime.trace.Tracing;
import io.evenkeel.sink.store.CleanItem;
import io.evenkeel.sink.store.CleanRecord;
import io.evenkeel.sink.store.StoreResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans around the transactions of one lane. A batch comes from many traces: its own span begins a
 * trace and links to them, and each of them gets a short span that links back. Batches that no
 * recorded trace has a part in have none. Thread-safe.
 */
final class BatchTracing {
  /** Traces of a batch that are continued; those of further records end before the sink. */
  static final int LINKS_MAX = 32;

  private final Tracing tracing;
  private final Lane lane;

  BatchTracing(Tracing tracing, Lane lane) {
    this.tracing = tracing;
    this.lane = lane;
  }

  /** Whether to find out which traces records belong to. */
  boolean isOn() {
    return tracing.isOn();
  }

  /** Makes an attempt to store items, timed. */
  StoreResult around(List<CleanItem> items, Attempt attempt) throws SQLException {
    if (!tracing.isOn()) {
      return attempt.run();
    }
    List<TraceContext> origins = origins(items);
    return origins.isEmpty() ? attempt.run() : timed(begin(items, origins), attempt);
  }

  private static StoreResult timed(List<TraceSpan> spans, Attempt attempt) throws SQLException {
    try {
      StoreResult result = attempt.run();
      spans.forEach(span -> describe(span, result));
      return result;
    } catch (SQLException e) {
      spans.forEach(span ->
          span.set(SpanKey.SQL_STATE, String.valueOf(e.getSQLState()))
              .set(SpanKey.OUTCOME, "failed")
              .fail());
      throw e;
    } finally {
      spans.forEach(TraceSpan::end);
    }
  }

  // The batch's span first.
  private List<TraceSpan> begin(List<CleanItem> items, List<TraceContext> origins) {
    List<TraceContext> linked = origins.subList(0, Math.min(LINKS_MAX, origins.size()));
    TraceSpan batch =
        tracing
            .start(SpanRole.CONSUMER, "store batch", TraceContext.NONE, linked)
            .set(SpanKey.LANE, lane.id())
            .set(SpanKey.RECORDS, items.stream().filter(i -> i.record() != null).count())
            .set(SpanKey.RECORDS_TRACED, origins.size())
            .set(SpanKey.EVENTS, items.stream().mapToLong(CleanItem::rows).sum());
    List<TraceSpan> spans = new ArrayList<>();
    spans.add(batch);
    for (TraceContext origin : linked) {
      spans.add(
          tracing
              .start(SpanRole.CONSUMER, "store", origin, List.of(batch.context()))
              .set(SpanKey.LANE, lane.id()));
    }
    return spans;
  }

  private static void describe(TraceSpan span, StoreResult result) {
    switch (result) {
      case StoreResult.Stored stored ->
          span.set(SpanKey.STORED, stored.stored())
              .set(SpanKey.DUPLICATES, stored.duplicates())
              .set(SpanKey.DEAD, stored.dead())
              .set(SpanKey.OUTCOME, "stored");
      case StoreResult.StoredBefore() -> span.set(SpanKey.OUTCOME, "stored-before");
      case StoreResult.Fenced fenced -> span.set(SpanKey.OUTCOME, "fenced");
      case StoreResult.OtherServer other -> span.set(SpanKey.OUTCOME, "other-server");
    }
  }

  private static List<TraceContext> origins(List<CleanItem> items) {
    List<TraceContext> origins = new ArrayList<>();
    for (CleanItem item : items) {
      CleanRecord record = item.record();
      if (record != null && record.trace().isSampled()) {
        origins.add(record.trace());
      }
    }
    return origins;
  }

  /** Stores, or tries to. */
  @FunctionalInterface
  interface Attempt {
    StoreResult run() throws SQLException;
  }
}
