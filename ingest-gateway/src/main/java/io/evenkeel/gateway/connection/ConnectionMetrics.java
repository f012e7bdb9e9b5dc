package io.evenkeel.gateway.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections. Safe for use by many threads. */
final class ConnectionMetrics {
  private final AtomicInteger open = new AtomicInteger();
  private final int max;
  private final Counter refused;
  private final Counter slow;
  private final Counter aged;

  ConnectionMetrics(int max, MeterRegistry registry) {
    this.max = max;
    this.refused =
        Counter.builder("evenkeel.gateway.connections.refused")
            .description("Connections that were closed at once, because there were too many")
            .register(registry);
    this.slow = ended("slow-request", registry);
    this.aged = ended("age", registry);
    Gauge.builder("evenkeel.gateway.connections.open", open, AtomicInteger::get)
        .description("Open connections on the telemetry port")
        .strongReference(true)
        .register(registry);
    Gauge.builder("evenkeel.gateway.connections.capacity", this, m -> m.max)
        .description("Most open connections")
        .strongReference(true)
        .register(registry);
  }

  /** Counts a new connection; false if it is one too many. */
  boolean opened() {
    boolean room = open.incrementAndGet() <= max;
    if (!room) {
      refused.increment();
    }
    return room;
  }

  void closed() {
    open.decrementAndGet();
  }

  /** A request took too long to arrive. */
  void slow() {
    slow.increment();
  }

  /** A connection was ended because of its age. */
  void aged() {
    aged.increment();
  }

  private static Counter ended(String reason, MeterRegistry registry) {
    return Counter.builder("evenkeel.gateway.connections.ended")
        .description("Connections and streams that the gateway ended, by reason")
        .tag("reason", reason)
        .register(registry);
  }
}
