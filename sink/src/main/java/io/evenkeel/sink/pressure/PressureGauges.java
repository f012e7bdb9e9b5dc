package io.evenkeel.sink.pressure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows a reading as long as it is fresh, and nothing otherwise: the gauges leave the registry. A
 * value like 0 or NaN in their place would tell an autoscaler that there is no load. Thread-safe.
 */
final class PressureGauges {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final List<Meter> shown = new ArrayList<>();
  // Kept when the gauges go: whoever is reading one at that moment gets the last value.
  private volatile @Nullable Reading reading;

  PressureGauges(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  synchronized void show(Reading complete) {
    reading = complete;
    if (shown.isEmpty()) {
      register();
    }
  }

  synchronized void hide() {
    shown.forEach(registry::remove);
    shown.clear();
  }

  /** Hides a reading that is too old. */
  void hideStale() {
    Reading last = reading;
    if (last != null && !last.isFresh(clock.instant())) {
      hide();
    }
  }

  private void register() {
    for (Queue queue : Queue.all()) {
      add("evenkeel.pressure.records", "Records that wait", null, queue, Pressure::records);
      add(
          "evenkeel.pressure",
          "Age of the oldest record that waits, since it was appended to the log; 0 if none waits",
          "seconds",
          queue,
          Pressure::seconds);
      add(
          "evenkeel.pressure.retention.ratio",
          "That age as a share of what the topic keeps; at 1, data is being lost",
          null,
          queue,
          Pressure::retentionRatio);
    }
    shown.add(
        Gauge.builder(
                "evenkeel.pressure.age", () -> of(r -> r.age(clock.instant()).toMillis() / 1e3))
            .description("Time since what waits was last read completely")
            .baseUnit("seconds")
            .register(registry));
  }

  private void add(
      String name,
      String description,
      @Nullable String unit,
      Queue queue,
      ToDoubleFunction<Pressure> value) {
    shown.add(
        Gauge.builder(name, () -> of(r -> value.applyAsDouble(r.of(queue))))
            .description(description)
            .baseUnit(unit)
            .tag("stage", queue.stage().id())
            .tag("lane", queue.lane().id())
            .strongReference(true)
            .register(registry));
  }

  private double of(ToDoubleFunction<Reading> value) {
    Reading last = reading;
    return last == null ? Double.NaN : value.applyAsDouble(last);
  }
}
