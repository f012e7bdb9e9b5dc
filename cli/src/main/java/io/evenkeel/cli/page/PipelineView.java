package io.evenkeel.cli.page;

import io.evenkeel.model.topic.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /api/pipeline} says: rates, lags and buffers of the stages.
 *
 * @param atMillis when, Unix milliseconds
 * @param rates now
 * @param history of the rates, one a second, oldest first
 * @param processorRunning whether all partitions are processed
 * @param processorLagSeconds of the lane that waits longest; null if unknown
 * @param lanes of the sink
 * @param buffers that hold what waits inside the stages
 */
record PipelineView(
    long atMillis,
    StageRates rates,
    List<StageRates> history,
    boolean processorRunning,
    @Nullable Double processorLagSeconds,
    List<LaneState> lanes,
    List<Buffer> buffers) {
  /**
   * A lane of the sink.
   *
   * @param lagSeconds how long the oldest record that was read and is not stored has waited; null
   *     if unknown
   * @param backlogRecords in Kafka that are not stored; null if unknown
   * @param pausedPartitions because a buffer is full or the database is away; null if unknown
   */
  record LaneState(
      String lane,
      @Nullable Double lagSeconds,
      @Nullable Double backlogRecords,
      @Nullable Double pausedPartitions) {}

  /**
   * What a stage holds and how much it may hold.
   *
   * @param unit of both
   */
  record Buffer(String stage, String name, double used, double capacity, String unit) {}

  static PipelineView read(MeterRegistry metrics, RateHistory history, long nowMillis) {
    List<StageRates> rates = history.rates();
    Double running = largest(metrics, "evenkeel.processor.running");
    return new PipelineView(
        nowMillis,
        rates.isEmpty() ? StageRates.NONE : rates.getLast(),
        rates,
        running != null && running > 0,
        largest(metrics, "evenkeel.processor.lag.seconds"),
        Arrays.stream(Lane.values()).map(lane -> lane(metrics, lane.id())).toList(),
        buffers(metrics));
  }

  private static LaneState lane(MeterRegistry metrics, String lane) {
    return new LaneState(
        lane,
        largest(metrics, "evenkeel.sink.lag.seconds", "lane", lane),
        largest(metrics, "evenkeel.sink.backlog.records", "lane", lane),
        largest(metrics, "evenkeel.sink.paused", "lane", lane));
  }

  private static List<Buffer> buffers(MeterRegistry metrics) {
    List<Buffer> buffers = new ArrayList<>();
    String inFlight = "evenkeel.gateway.in.flight.";
    add(buffers, metrics, "gateway", "requests", inFlight + "requests", "requests");
    add(buffers, metrics, "gateway", "request bodies", inFlight + "bytes", "bytes");
    addProducer(buffers, metrics);
    add(buffers, metrics, "sink", "rows", "evenkeel.sink.buffer.rows", "rows");
    add(buffers, metrics, "sink", "records", "evenkeel.sink.buffer.bytes", "bytes");
    return buffers;
  }

  private static void add(
      List<Buffer> buffers,
      MeterRegistry metrics,
      String stage,
      String name,
      String meter,
      String unit) {
    double capacity = sum(metrics, meter + ".capacity");
    if (capacity > 0) {
      buffers.add(new Buffer(stage, name, sum(metrics, meter), capacity, unit));
    }
  }

  // The producer says what is free, not what is used.
  private static void addProducer(List<Buffer> buffers, MeterRegistry metrics) {
    String meter = "evenkeel.gateway.producer.buffer";
    double capacity = sum(metrics, meter + ".capacity");
    if (capacity > 0) {
      double used = Math.max(0, capacity - sum(metrics, meter + ".available"));
      buffers.add(new Buffer("gateway", "Kafka producer", used, capacity, "bytes"));
    }
  }

  private static double sum(MeterRegistry metrics, String name) {
    return values(metrics, name).sum();
  }

  /** The largest value of a gauge; null if it is not there or says nothing. */
  static @Nullable Double largest(MeterRegistry metrics, String name, String... tags) {
    var largest = values(metrics, name, tags).max();
    return largest.isPresent() ? largest.getAsDouble() : null;
  }

  private static DoubleStream values(MeterRegistry metrics, String name, String... tags) {
    return metrics.find(name).tags(tags).gauges().stream()
        .mapToDouble(Gauge::value)
        .filter(Double::isFinite);
  }
}
