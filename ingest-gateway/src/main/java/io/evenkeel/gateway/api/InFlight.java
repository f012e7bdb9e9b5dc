package io.evenkeel.gateway.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Counts what is under way against its bounds. Safe for use by many threads. */
public final class InFlight {
  private final InFlightConfig config;
  private int requests;
  private long bytes;

  public InFlight(InFlightConfig config, MeterRegistry registry) {
    this.config = config;
    gauge(registry, "requests", "Requests that wait for their answer", InFlight::requests);
    gauge(registry, "requests.capacity", "Most requests at once", f -> config.requestsMax());
    gauge(registry, "bytes", "Memory counted to requests under way", InFlight::bytes);
    gauge(registry, "bytes.capacity", "Most of that memory", f -> config.bytesMax());
  }

  /** Takes a place for a request whose body has so many bytes, or nothing if there is no room. */
  synchronized Optional<Reservation> tryReserve(long bodyBytes) {
    if (requests >= config.requestsMax() || bytes + bodyBytes > config.bytesMax()) {
      return Optional.empty();
    }
    requests++;
    bytes += bodyBytes;
    return Optional.of(new Reservation(bodyBytes));
  }

  synchronized int requests() {
    return requests;
  }

  synchronized long bytes() {
    return bytes;
  }

  private synchronized void release(long reservedBytes) {
    requests--;
    bytes -= reservedBytes;
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<InFlight> value) {
    Gauge.builder("evenkeel.gateway.in.flight." + name, this, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** The place of one request. Given back once, however often that is asked. */
  final class Reservation {
    private long reservedBytes;
    private boolean released;

    private Reservation(long reservedBytes) {
      this.reservedBytes = reservedBytes;
    }

    /** Counts more bytes to the request, or false if there is no room for them. */
    boolean tryGrow(long moreBytes) {
      synchronized (InFlight.this) {
        if (released || bytes + moreBytes > config.bytesMax()) {
          return false;
        }
        bytes += moreBytes;
        reservedBytes += moreBytes;
        return true;
      }
    }

    void release() {
      synchronized (InFlight.this) {
        if (!released) {
          released = true;
          InFlight.this.release(reservedBytes);
        }
      }
    }
  }
}
