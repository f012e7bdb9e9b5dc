package io.evenkeel.sink.caretaker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A gauge that exists only while this process is the caretaker: in all others the series is absent,
 * so that no sum or maximum over processes counts what they do not know. Used by one chore's
 * thread.
 */
final class HolderGauge {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final String unit;
  private volatile double value = Double.NaN;
  private @Nullable Gauge shown;

  /** A gauge that is not shown yet. */
  HolderGauge(MeterRegistry registry, String name, String description, String unit) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.unit = unit;
  }

  void show(double current) {
    value = current;
    if (shown == null) {
      shown =
          Gauge.builder(name, () -> value)
              .description(description)
              .baseUnit(unit)
              .strongReference(true)
              .register(registry);
    }
  }

  void hide() {
    if (shown != null) {
      registry.remove(shown);
      shown = null;
    }
  }
}
