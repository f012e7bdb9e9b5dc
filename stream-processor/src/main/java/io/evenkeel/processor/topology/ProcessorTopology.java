package io.evenkeel.processor.topology;

import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.runtime.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The way of a record through the processor. The lanes share no node, store or topic but the one of
 * dead letters.
 *
 * <pre>
 *   telemetry.live     -> deduplicate (vehicles, hashes) -> clean.live
 *                                                        -> minutes
 *                                                        -> dead-letter
 *   telemetry.backfill -> deduplicate (vehicles, hashes) -> clean.backfill
 *                                                        -> dead-letter
 * </pre>
 */
public final class ProcessorTopology {
  // Small segments and an eager cleaner: a changelog is read whole when a task moves.
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(64 << 20),
          TopicConfig.SEGMENT_MS_CONFIG,
          Long.toString(3_600_000),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2");

  // The record time plays no part in any decision; one that is not set must not stop the stream.
  private static final TimestampExtractor RECORD_TIME =
      (record, partitionTime) -> Math.max(0, record.timestamp());

  private ProcessorTopology() {}

  /**
   * Builds the topology.
   *
   * @param minutes when minutes of the live lane close
   * @param progress told how far each lane is
   */
  public static Topology build(
      SignalCatalogue catalogue,
      MinuteSettings minutes,
      MeterRegistry registry,
      Map<Lane, LaneProgress> progress,
      Tracing tracing) {
    Topology topology = new Topology();
    addLane(
        topology, metrics(registry, progress, Lane.LIVE), Lane.LIVE, catalogue, minutes, tracing);
    addSink(topology, LaneNodes.MINUTES, Topics.MINUTES, new LaneNodes(Lane.LIVE));
    addLane(
        topology,
        metrics(registry, progress, Lane.BACKFILL),
        Lane.BACKFILL,
        catalogue,
        null,
        tracing);
    return topology;
  }

  private static LaneMetrics metrics(
      MeterRegistry registry, Map<Lane, LaneProgress> progress, Lane lane) {
    return new LaneMetrics(
        registry, lane, Objects.requireNonNull(progress.get(lane), "Every lane has progress"));
  }

  private static void addLane(
      Topology topology,
      LaneMetrics metrics,
      Lane lane,
      SignalCatalogue catalogue,
      @Nullable MinuteSettings minutes,
      Tracing tracing) {
    LaneNodes nodes = new LaneNodes(lane);
    RecordTracing traces = new RecordTracing(tracing, lane);
    topology.addSource(
        AutoOffsetReset.earliest(),
        nodes.source(),
        RECORD_TIME,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topics.telemetry(lane));
    topology.addProcessor(
        nodes.processor(),
        () -> new DeduplicatingProcessor(nodes, metrics, traces, catalogue, minutes),
        nodes.source());
    topology.addStateStore(store(nodes.vehicleStore()), nodes.processor());
    topology.addStateStore(store(nodes.hashStore()), nodes.processor());
    addSink(topology, nodes.clean(), Topics.clean(lane), nodes);
    addSink(topology, nodes.deadLetter(), Topics.DEAD_LETTER, nodes);
  }

  private static void addSink(Topology topology, String name, String topic, LaneNodes parent) {
    topology.addSink(
        name,
        topic,
        RoutedKey.SERIALIZER,
        new ByteArraySerializer(),
        RoutedKey.PARTITIONER,
        parent.processor());
  }

  // Cached: a vehicle that sends several records between two commits is written once.
  private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG)
        .withCachingEnabled();
  }
}
