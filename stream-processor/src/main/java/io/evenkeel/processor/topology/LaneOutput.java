package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.RecordHeaders;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.processor.topology.ReadResult.Poison;
import io.evenkeel.runtime.trace.TraceSpan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards to the topics of a lane; everything goes to the partition it came from. */
final class LaneOutput {
  /** Stands for the tenant of a record whose key names none; no tenant can have this name. */
  private static final String NO_TENANT = "?";

  private final LaneNodes nodes;
  private final ProcessorContext<RoutedKey, byte[]> context;

  LaneOutput(LaneNodes nodes, ProcessorContext<RoutedKey, byte[]> context) {
    this.nodes = nodes;
    this.context = context;
  }

  void clean(SourceRecord source, byte[] value, CleanSummary summary, TraceSpan span) {
    Headers headers = formatHeader().add(RecordHeaders.CLEAN, summary.toBytes());
    RecordTracing.handOn(source, span, headers);
    RecordTracing.decided(span, summary);
    context.forward(
        new Record<>(source.routedKey(), value, source.timestampMillis(), headers), nodes.clean());
  }

  /** The clean record of a dead letter: it keeps the source's offsets gapless. */
  CleanSummary cleanOfDead(SourceRecord source, TraceSpan span) {
    CleanSummary summary =
        new CleanSummary(source.partition(), source.offset(), 1, 0, 0, 1, List.of());
    String tenant = source.keyText().isEmpty() ? NO_TENANT : source.keyText();
    var empty = new TelemetryRecord(tenant, source.timestampMillis(), "", List.of());
    clean(source, empty.toBytes(), summary, span);
    return summary;
  }

  void deadLetter(SourceRecord source, Poison poison) {
    context.forward(
        DeadLetter.of(source, poison, context.currentSystemTimeMs()), nodes.deadLetter());
  }

  void minutes(List<ClosedMinutes> messages) {
    for (ClosedMinutes minutes : messages) {
      byte[] key = minutes.getTenant().getBytes(StandardCharsets.UTF_8);
      context.forward(
          new Record<>(
              new RoutedKey(key, context.taskId().partition()),
              minutes.toByteArray(),
              context.currentSystemTimeMs(),
              formatHeader()),
          LaneNodes.MINUTES);
    }
  }

  private static Headers formatHeader() {
    return new org.apache.kafka.common.header.internals.RecordHeaders()
        .add(RecordHeaders.FORMAT, RecordHeaders.formatVersion());
  }
}
