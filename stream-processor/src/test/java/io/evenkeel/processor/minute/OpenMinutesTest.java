package io.evenkeel.processor.minute;

import static io.evenkeel.processor.TestTelemetry.all;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.wire.SignalAggregate;
import io.evenkeel.model.wire.VehicleMinute;
import io.evenkeel.processor.wire.MinuteState;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenMinutesTest {
  private static final SignalCatalogue CATALOGUE = SignalCatalogue.standard();
  private static final long MINUTE = 60_000;
  private static final long GRACE = MINUTE;
  private static final long START = 1_000 * MINUTE;

  private long seq;

  @Test
  void closesAMinuteWhenTheVehiclesClockPassedItsEndByTheGrace() {
    OpenMinutes minutes = startAt(START);

    add(minutes, START + 2 * MINUTE - 1);
    assertThat(minutes.closePassed(GRACE)).isEmpty();
    add(minutes, START + 2 * MINUTE);

    assertThat(numbers(minutes.closePassed(GRACE))).containsExactly(1_000L);
  }

  @Test
  void takesEventsOutOfOrderWithinTheGrace() {
    OpenMinutes minutes = startAt(START + 30_000);

    LateEvents late = add(minutes, START + 10_000);

    assertThat(late.events()).isZero();
    assertThat(minutes.closeAll().getFirst().getEvents()).isEqualTo(2);
  }

  @Test
  void reportsWhatComesAfterItsMinuteClosed() {
    OpenMinutes minutes = startAt(START);
    add(minutes, START + 2 * MINUTE);
    minutes.closePassed(GRACE);

    LateEvents late =
        add(minutes, START + 1, START + 2, START - 5 * MINUTE, START + 2 * MINUTE + 1);

    assertThat(late.events()).isEqualTo(3);
    assertThat(late.minutes()).containsExactly(995L, 1_000L);
  }

  @Test
  void countsAsClosedWhatIsOlderThanTheFirstEventsByMoreThanTheGrace() {
    OpenMinutes minutes = startAt(START);

    LateEvents late = add(minutes, START - GRACE, START - GRACE - 1);

    assertThat(late.minutes()).containsExactly(998L);
  }

  @Test
  void closesWhatASilentVehicleLeftOpenAndNothingAfterIt() {
    OpenMinutes minutes = startAt(START);
    add(minutes, START + MINUTE);

    assertThat(numbers(minutes.closeAll())).containsExactly(1_000L, 1_001L);
    assertThat(minutes.isEmpty()).isTrue();
    assertThat(add(minutes, START + MINUTE + 1).minutes()).containsExactly(1_001L);
    assertThat(add(minutes, START + 2 * MINUTE).events()).isZero();
  }

  @Test
  void closesTheOldestMinutesBeyondTheCap() {
    OpenMinutes minutes = startAt(START);
    for (int i = 1; i <= OpenMinutes.OPEN_MAX; i++) {
      add(minutes, START + i * MINUTE);
    }

    assertThat(numbers(minutes.closeBeyondCap())).containsExactly(1_000L);
    assertThat(minutes.closeBeyondCap()).isEmpty();
    assertThat(minutes.closeAll()).hasSize(OpenMinutes.OPEN_MAX);
  }

  @Test
  void aClockThatRunsAheadMakesTheRestLate() {
    OpenMinutes minutes = startAt(START);

    add(minutes, START + 1_000 * MINUTE);

    assertThat(numbers(minutes.closePassed(GRACE))).containsExactly(1_000L);
    assertThat(add(minutes, START + MINUTE).minutes()).containsExactly(1_001L);
  }

  @Test
  void leavesRepeatsOut() {
    VehicleBlock block = block(event(START), event(START + 1), event(START + 2));
    OpenMinutes minutes = OpenMinutes.startingWith(CATALOGUE, block, GRACE);
    BitSet kept = new BitSet();
    kept.set(1);

    minutes.add(block, kept);

    assertThat(minutes.closeAll().getFirst().getEvents()).isEqualTo(1);
  }

  @Test
  void aggregatesAcrossBlocksAndStorage() {
    OpenMinutes minutes = startAt(START);
    OpenMinutes stored = OpenMinutes.of(CATALOGUE, minutes.toState());
    stored.heard(5_000, 77);
    add(stored, START + 1);
    OpenMinutes storedAgain = OpenMinutes.of(CATALOGUE, stored.toState());

    VehicleMinute minute = storedAgain.closeAll().getFirst();

    assertThat(minute.getEvents()).isEqualTo(2);
    assertThat(minute.getSignalsList()).hasSize(1);
    SignalAggregate speed = minute.getSignals(0);
    assertThat(speed.getStats().getCount()).isEqualTo(2);
    assertThat(speed.getStats().getSum()).isEqualTo(0 + 1);
    assertThat(speed.getStats().getMax()).isEqualTo(1);
    assertThat(storedAgain.lastIngestMillis()).isEqualTo(5_000);
    assertThat(storedAgain.lastSourceOffset()).isEqualTo(77);
  }

  @Test
  void keepsWhatIsClosedClosedAcrossStorage() {
    OpenMinutes minutes = startAt(START);
    minutes.closeAll();

    OpenMinutes stored = OpenMinutes.of(CATALOGUE, minutes.toState());

    assertThat(add(stored, START).minutes()).containsExactly(1_000L);
  }

  @Test
  void remembersTheLatestIngestTimeAndTheLastOffset() {
    OpenMinutes minutes = startAt(START);
    minutes.heard(5_000, 1);

    minutes.heard(4_000, 2);

    assertThat(minutes.lastIngestMillis()).isEqualTo(5_000);
    assertThat(minutes.lastSourceOffset()).isEqualTo(2);
  }

  @Test
  void refusesAStoredMinuteThatItCannotRead() {
    VehicleMinute unreadable =
        VehicleMinute.newBuilder()
            .setMinute(1_000)
            .addSignals(SignalAggregate.newBuilder().setSignal(1))
            .build();
    OpenMinutes minutes =
        OpenMinutes.of(CATALOGUE, MinuteState.newBuilder().addOpen(unreadable).build());

    assertThatThrownBy(() -> add(minutes, START)).isInstanceOf(UnreadableMinuteException.class);
  }

  private OpenMinutes startAt(long timeMillis) {
    VehicleBlock block = block(event(timeMillis));
    OpenMinutes minutes = OpenMinutes.startingWith(CATALOGUE, block, GRACE);
    minutes.add(block, all(block));
    return minutes;
  }

  private LateEvents add(OpenMinutes minutes, long... times) {
    Event[] events = new Event[times.length];
    for (int i = 0; i < times.length; i++) {
      events[i] = event(times[i]);
    }
    VehicleBlock block = block(events);
    return minutes.add(block, all(block));
  }

  private Event event(long timeMillis) {
    return counted("v", seq++, timeMillis);
  }

  private static List<Long> numbers(List<VehicleMinute> minutes) {
    return minutes.stream().map(VehicleMinute::getMinute).toList();
  }
}
