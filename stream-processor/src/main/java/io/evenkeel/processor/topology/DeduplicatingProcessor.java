package io.evenkeel.processor.topology;

import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.processor.minute.UnreadableMinuteException;
import io.evenkeel.processor.topology.ReadResult.Parsed;
import io.evenkeel.processor.topology.ReadResult.Poison;
import io.evenkeel.processor.topology.ReadResult.PoisonCode;
import io.evenkeel.runtime.trace.SpanKey;
import io.evenkeel.runtime.trace.TraceSpan;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of a lane: reads a record, drops what was seen before, keeps minutes, forwards exactly
 * one clean record. What the record did to state is saved only after all of it was decided, so a
 * record that cannot be processed leaves no trace but its dead letter.
 */
final class DeduplicatingProcessor implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(DeduplicatingProcessor.class);

  /** A burst of poison is counted, not logged record by record. */
  private static final long POISON_LOG_INTERVAL_MILLIS = 10_000;

  private final LaneNodes nodes;
  private final LaneMetrics metrics;
  private final RecordTracing tracing;
  private final SignalCatalogue catalogue;
  private final @Nullable MinuteSettings minutes;

  private @Nullable Task task;
  private long nextPoisonLogMillis;

  /**
   * A processor that {@link #init} makes ready.
   *
   * @param minutes null where no minutes are kept
   */
  DeduplicatingProcessor(
      LaneNodes nodes,
      LaneMetrics metrics,
      RecordTracing tracing,
      SignalCatalogue catalogue,
      @Nullable MinuteSettings minutes) {
    this.nodes = nodes;
    this.metrics = metrics;
    this.tracing = tracing;
    this.catalogue = catalogue;
    this.minutes = minutes;
  }

  // Called again when a task is revived: nothing in memory outlives it.
  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> context) {
    VehicleStores stores =
        new VehicleStores(
            context.getStateStore(nodes.vehicleStore()),
            context.getStateStore(nodes.hashStore()),
            catalogue);
    LaneOutput output = new LaneOutput(nodes, context);
    SilenceWatch silence =
        minutes == null ? null : new SilenceWatch(minutes, context, stores, output, metrics);
    LaneProgress.Partition progress =
        metrics.progress().begin(context.taskId().partition(), context.currentSystemTimeMs());
    task = new Task(context, stores, output, silence, progress);
    if (silence != null) {
      silence.start();
    }
  }

  @Override
  public void close() {
    Task ended = task;
    if (ended != null) {
      metrics.progress().end(ended.context.taskId().partition(), ended.progress);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Task running = task;
    if (running == null) {
      throw new IllegalStateException("A record came before the processor was initialised");
    }
    SourceRecord source = source(record, running.context.recordMetadata().orElseThrow());
    TraceSpan span = tracing.begin(source);
    try {
      switch (RecordReader.read(source)) {
        case Parsed parsed -> process(running, source, parsed, span);
        case Poison poison -> bury(running, source, poison, span);
      }
    } finally {
      span.end();
    }
  }

  private void process(Task running, SourceRecord source, Parsed parsed, TraceSpan span) {
    TelemetryRecord telemetry = parsed.telemetry();
    Map<String, VehicleMemory> memories = running.stores.load(telemetry);
    RecordOutcome outcome;
    try {
      outcome =
          new RecordDecision(catalogue, minutes, telemetry, memories, source.offset())
              .decide(source.partition(), parsed.bytes());
    } catch (UnreadableMinuteException e) {
      throw e; // the state's fault, not the record's
    } catch (RuntimeException e) {
      String message = "Processing the record failed";
      bury(running, source, new Poison(PoisonCode.PROCESSING_FAILED, message, e), span);
      return;
    }
    running.stores.save(telemetry.tenant(), memories);
    running.output.clean(source, outcome.clean(), outcome.summary(), span);
    running.output.minutes(outcome.closed());
    if (running.silence != null) {
      running.silence.heard(telemetry.tenant(), telemetry.ingestTimeMillis(), memories);
    }
    running.progress.processed(telemetry.ingestTimeMillis());
    count(outcome, memories);
  }

  private void count(RecordOutcome outcome, Map<String, VehicleMemory> memories) {
    metrics.processed(outcome.summary());
    metrics.late(outcome.lateEvents());
    metrics.closedByWatermark(outcome.closedByWatermark());
    metrics.closedByCap(outcome.closedByCap());
    memories.values().forEach(memory -> metrics.rangesForgotten(memory.sequences().forgotten()));
  }

  private void bury(Task running, SourceRecord source, Poison poison, TraceSpan span) {
    span.set(SpanKey.CODE, poison.code().id());
    running.output.deadLetter(source, poison);
    metrics.processed(running.output.cleanOfDead(source, span));
    long now = running.context.currentSystemTimeMs();
    if (now >= nextPoisonLogMillis) {
      nextPoisonLogMillis = now + POISON_LOG_INTERVAL_MILLIS;
      LOG.atWarn()
          .addKeyValue("code", poison.code().id())
          .addKeyValue("topic", source.topic())
          .addKeyValue("partition", source.partition())
          .addKeyValue("offset", source.offset())
          .log("A record cannot be used and went to the dead-letter topic");
    }
  }

  private static SourceRecord source(Record<byte[], byte[]> record, RecordMetadata metadata) {
    return SourceRecord.of(record, metadata.topic(), metadata.partition(), metadata.offset());
  }

  /** What lives from one {@link #init} to the next. */
  private record Task(
      ProcessorContext<RoutedKey, byte[]> context,
      VehicleStores stores,
      LaneOutput output,
      @Nullable SilenceWatch silence,
      LaneProgress.Partition progress) {}
}
