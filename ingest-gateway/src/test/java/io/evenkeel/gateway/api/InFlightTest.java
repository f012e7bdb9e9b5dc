package io.evenkeel.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final InFlight inFlight = new InFlight(new InFlightConfig(2, 100), registry);

  @Test
  void takesRequestsUpToTheirNumber() {
    Optional<InFlight.Reservation> first = inFlight.tryReserve(1);
    inFlight.tryReserve(1);

    assertThat(inFlight.tryReserve(1)).isEmpty();

    first.orElseThrow().release();
    assertThat(inFlight.tryReserve(1)).isPresent();
  }

  @Test
  void takesRequestsUpToTheirBytes() {
    assertThat(inFlight.tryReserve(101)).isEmpty();
    assertThat(inFlight.tryReserve(100)).isPresent();
    assertThat(inFlight.tryReserve(1)).isEmpty();
  }

  @Test
  void growsWithinTheBytes() {
    InFlight.Reservation reservation = inFlight.tryReserve(60).orElseThrow();

    assertThat(reservation.tryGrow(40)).isTrue();
    assertThat(reservation.tryGrow(1)).isFalse();
    assertThat(inFlight.bytes()).isEqualTo(100);
  }

  @Test
  void givesEverythingBackOnce() {
    InFlight.Reservation reservation = inFlight.tryReserve(60).orElseThrow();
    reservation.tryGrow(10);
    inFlight.tryReserve(5);

    reservation.release();
    reservation.release();

    assertThat(inFlight.requests()).isEqualTo(1);
    assertThat(inFlight.bytes()).isEqualTo(5);
    assertThat(reservation.tryGrow(1)).isFalse();
  }

  @Test
  void showsItsFillingBesideItsBounds() {
    inFlight.tryReserve(7);

    assertThat(registry.get("evenkeel.gateway.in.flight.requests").gauge().value()).isEqualTo(1);
    assertThat(registry.get("evenkeel.gateway.in.flight.requests.capacity").gauge().value())
        .isEqualTo(2);
    assertThat(registry.get("evenkeel.gateway.in.flight.bytes").gauge().value()).isEqualTo(7);
    assertThat(registry.get("evenkeel.gateway.in.flight.bytes.capacity").gauge().value())
        .isEqualTo(100);
  }
}
