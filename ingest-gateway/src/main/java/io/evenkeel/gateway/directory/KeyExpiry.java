package io.evenkeel.gateway.directory;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows when the next API key expires, and nothing while none does. Used by one thread. */
final class KeyExpiry {
  private final MeterRegistry registry;
  private final LongSupplier millisClock;
  private volatile long expiresAtMillis;
  private @Nullable Gauge shown;

  KeyExpiry(MeterRegistry registry, LongSupplier millisClock) {
    this.registry = registry;
    this.millisClock = millisClock;
  }

  /** Takes in the end of the valid key that expires first; empty if none expires. */
  void update(OptionalLong soonestMillis) {
    if (soonestMillis.isPresent()) {
      expiresAtMillis = soonestMillis.getAsLong();
      if (shown == null) {
        shown = register();
      }
    } else if (shown != null) {
      registry.remove(shown);
      shown = null;
    }
  }

  private Gauge register() {
    return Gauge.builder("evenkeel.gateway.key.expiry", this, KeyExpiry::secondsLeft)
        .description("Time until the first of the valid API keys expires; absent if none does")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private double secondsLeft() {
    return Math.max(0, expiresAtMillis - millisClock.getAsLong()) / 1e3;
  }
}
