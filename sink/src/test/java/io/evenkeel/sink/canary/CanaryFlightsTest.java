package io.evenkeel.sink.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryFlightsTest {
  private static final long SECOND = 1_000_000_000;

  private final CanaryFlights flights = new CanaryFlights(2, Duration.ofSeconds(30));

  @Test
  void looksForEventsOnceTheyAreAccepted() {
    flights.begin(event(1));
    flights.begin(event(2));

    flights.accepted(event(2));

    assertThat(flights.awaited()).containsExactly(event(2));
  }

  @Test
  void tellsOnceThatAnEventWasSeen() {
    flights.begin(event(1));
    flights.accepted(event(1));

    assertThat(flights.takeSeen(Set.of(event(1).id(), event(2).id()))).containsExactly(event(1));
    assertThat(flights.takeSeen(Set.of(event(1).id()))).isEmpty();
    assertThat(flights.takeMissing(100 * SECOND)).isEmpty();
  }

  @Test
  void missesAnAcceptedEventAfterTheDeadline() {
    flights.begin(event(1));
    flights.accepted(event(1));

    assertThat(flights.takeMissing(31 * SECOND)).isEmpty();
    assertThat(flights.takeMissing(31 * SECOND + 1)).containsExactly(event(1));
  }

  @Test
  void doesNotMissWhatWasNotAccepted() {
    flights.begin(event(1));

    assertThat(flights.refused(event(1))).isTrue();
    assertThat(flights.takeMissing(100 * SECOND)).isEmpty();
  }

  @Test
  void letsNoMoreEventsGoThanTheBound() {
    flights.begin(event(1));
    flights.begin(event(2));

    assertThat(flights.begin(event(3))).isFalse();
    flights.refused(event(1));
    assertThat(flights.begin(event(3))).isTrue();
  }

  private static CanaryEvent event(long seq) {
    return new CanaryEvent("session", seq, seq, seq * SECOND);
  }
}
