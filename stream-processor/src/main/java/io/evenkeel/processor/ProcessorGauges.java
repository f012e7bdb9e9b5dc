package io.evenkeel.processor;

import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.processor.topology.LaneProgress;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.Metric;

/** Gauges of a running processor, which leave the registry with it. */
final class ProcessorGauges implements AutoCloseable {
  private final MeterRegistry registry;
  private final List<Meter> shown = new ArrayList<>();

  ProcessorGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void running(StateWatch state) {
    shown.add(
        Gauge.builder("evenkeel.processor.running", state, s -> s.isRunning() ? 1 : 0)
            .description("1 while all partitions assigned here are processed")
            .register(registry));
  }

  /** Shows how far behind each lane is. */
  void lag(
      Map<Lane, LaneProgress> progress, Supplier<Collection<? extends Metric>> consumerMetrics) {
    progress.forEach((lane, ofLane) ->
        shown.add(
            Gauge.builder(
                    "evenkeel.processor.lag",
                    () ->
                        ofLane.lagSeconds(
                            WaitingPartitions.of(Topics.telemetry(lane), consumerMetrics.get()),
                            System.currentTimeMillis()))
                .description(
                    "Age, since the gateway accepted it, of the newest record processed, of the"
                        + " partition where it is oldest; 0 when caught up")
                .baseUnit("seconds")
                .tag("lane", lane.id())
                .strongReference(true)
                .register(registry)));
  }

  /** Shows the file system that holds the state. */
  void stateDisk(Path directory) {
    disk(
        "free",
        "Bytes that may still be written beside the state",
        directory,
        File::getUsableSpace);
    disk("total", "Size of the file system that holds the state", directory, File::getTotalSpace);
  }

  @Override
  public void close() {
    shown.forEach(registry::remove);
  }

  private void disk(String name, String description, Path directory, ToDoubleFunction<File> bytes) {
    shown.add(
        Gauge.builder("evenkeel.processor.state.disk." + name, directory.toFile(), bytes)
            .description(description)
            .baseUnit("bytes")
            .strongReference(true)
            .register(registry));
  }
}
