package io.evenkeel.processor.topology;

import static io.evenkeel.processor.TestTelemetry.TENANT;
import static io.evenkeel.processor.TestTelemetry.block;
import static io.evenkeel.processor.TestTelemetry.counted;
import static io.evenkeel.processor.TestTelemetry.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.record.CleanSummary.LateMinutes;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.model.wire.VehicleMinute;
import io.evenkeel.processor.minute.OpenMinutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinutesTopologyTest {
  private static final long MINUTE = 60_000;
  private static final long TIME = TopologyFixture.START.toEpochMilli();
  private static final long FIRST = TIME / MINUTE;

  private final TopologyFixture topology;
  private long seq;

  MinutesTopologyTest(@TempDir Path stateDirectory) {
    topology = new TopologyFixture(stateDirectory);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void closesAMinuteByTheVehiclesOwnClock() {
    send("v", TIME);
    send("v", TIME + 1);
    assertThat(topology.minutes()).isEmpty();

    send("v", TIME + 2 * MINUTE);

    ClosedMinutes closed = onlyMinutes();
    assertThat(closed.getTenant()).isEqualTo(TENANT);
    assertThat(closed.getVehicle()).isEqualTo("v");
    assertThat(closed.getSourceOffset()).isEqualTo(2);
    assertThat(numbers(closed)).containsExactly(FIRST);
    assertThat(closed.getMinutes(0).getEvents()).isEqualTo(2);
    assertThat(topology.count("minutes.closed", "reason", "watermark")).isEqualTo(1);
  }

  @Test
  void aWrongClockClosesNoMinuteOfAnotherVehicle() {
    send("v", TIME);

    send("fast", TIME + 1_000 * MINUTE);

    assertThat(topology.minutes()).isEmpty();
  }

  @Test
  void doesNotCountRepeatsInAMinute() {
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME))));
    topology.send(Lane.LIVE, record(TIME, block(counted("v", 1, TIME), counted("v", 2, TIME))));
    seq = 3;

    send("v", TIME + 2 * MINUTE);

    assertThat(onlyMinutes().getMinutes(0).getEvents()).isEqualTo(2);
  }

  @Test
  void listsLateMinutesByTheIndexInTheCleanRecord() {
    send("v", TIME);
    send("v", TIME + 3 * MINUTE);
    topology.clean(Lane.LIVE);
    topology.minutes();

    topology.send(
        Lane.LIVE,
        record(
            TIME,
            block(counted("v", 0, TIME)), // a repeat: its block vanishes
            block(counted("w", 7, TIME)),
            block(counted("v", 100, TIME + MINUTE), counted("v", 101, TIME + 3 * MINUTE))));

    assertThat(topology.onlyClean(Lane.LIVE).summary().late())
        .containsExactly(new LateMinutes(1, List.of(FIRST + 1)));
    assertThat(topology.count("events.late", "lane", "live")).isEqualTo(1);
  }

  @Test
  void closesTheMinutesOfASilentVehicleWhenIngestTimeMovesOn() {
    sendAt(TIME, "silent", TIME);
    sendAt(TIME + 1_000, "silent", TIME + MINUTE);
    sendAt(TIME + 1_000 + silence() - 1, "other", TIME);
    topology.passTime(Duration.ofSeconds(1));
    assertThat(topology.minutes()).isEmpty();

    sendAt(TIME + 1_000 + silence(), "other", TIME + 1);
    topology.passTime(Duration.ofSeconds(1));

    ClosedMinutes closed = onlyMinutes();
    assertThat(closed.getVehicle()).isEqualTo("silent");
    assertThat(closed.getSourceOffset()).isEqualTo(1);
    assertThat(numbers(closed)).containsExactly(FIRST, FIRST + 1);
    assertThat(topology.count("minutes.closed", "reason", "silence")).isEqualTo(2);
  }

  @Test
  void aVehicleThatIsHeardOfKeepsItsMinutesOpen() {
    for (int i = 0; i < 10; i++) {
      sendAt(TIME + i * silence() / 2, "v", TIME + i);
      topology.passTime(Duration.ofSeconds(1));
    }

    assertThat(topology.minutes()).isEmpty();
  }

  @Test
  void closesByTheWallClockWhenNothingArrivesAnyMore() {
    sendAt(TIME, "v", TIME);

    topology.passTime(Duration.ofMillis(silence() - 1_000));
    assertThat(topology.minutes()).isEmpty();
    topology.passTime(Duration.ofSeconds(2));

    assertThat(numbers(onlyMinutes())).containsExactly(FIRST);
  }

  @Test
  void doesNotCloseByTheWallClockWhileABacklogIsProcessed() {
    long longAgo = TIME - Duration.ofHours(5).toMillis();
    for (int i = 0; i < 10; i++) {
      sendAt(longAgo + i, "v", longAgo + i);
      topology.passTime(Duration.ofSeconds(5));
    }

    assertThat(topology.minutes()).isEmpty();
  }

  @Test
  void whatComesAfterSilenceIsLate() {
    sendAt(TIME, "v", TIME);
    topology.passTime(Duration.ofMillis(silence() + 1_000));
    topology.clean(Lane.LIVE);

    sendAt(TIME, "v", TIME + 5);

    assertThat(topology.onlyClean(Lane.LIVE).summary().late())
        .containsExactly(new LateMinutes(0, List.of(FIRST)));
  }

  @Test
  void reopensNothingAndClosesNewMinutesAfterSilence() {
    sendAt(TIME, "v", TIME);
    topology.passTime(Duration.ofMillis(silence() + 1_000));
    topology.minutes();
    sendAt(TIME + silence(), "v", TIME + MINUTE);

    topology.passTime(Duration.ofMillis(silence() + 20_000));

    assertThat(numbers(onlyMinutes())).containsExactly(FIRST + 1);
  }

  @Test
  void closesSilentVehiclesInBoundedSteps() {
    int vehicles = SilenceWatch.VEHICLES_PER_TICK_MAX + 10;
    for (int v = 0; v < vehicles; v++) {
      sendAt(TIME, "v" + v, TIME);
    }
    sendAt(TIME + silence(), "clock", TIME);

    topology.passTime(Duration.ofSeconds(1));
    assertThat(topology.minutes()).hasSize(SilenceWatch.VEHICLES_PER_TICK_MAX);
    topology.passTime(Duration.ofSeconds(1));
    assertThat(topology.minutes()).hasSize(10);
  }

  @Test
  void closesTheOldestMinutesAtTheCap(@TempDir Path otherState) {
    var patient = new MinuteSettings(Duration.ofHours(1), Duration.ofHours(1));
    try (TopologyFixture other = new TopologyFixture(otherState, patient)) {
      for (int minute = 0; minute <= OpenMinutes.OPEN_MAX; minute++) {
        other.send(Lane.LIVE, record(TIME, block(counted("v", minute, TIME + minute * MINUTE))));
      }

      List<ClosedMinutes> closed = other.minutes();
      assertThat(closed).hasSize(1);
      assertThat(numbers(closed.getFirst())).containsExactly(FIRST);
      assertThat(other.count("minutes.closed", "reason", "cap")).isEqualTo(1);
    }
  }

  @Test
  void keepsNoMinutesOfTheBackfillLane() {
    topology.send(
        Lane.BACKFILL,
        record(TIME, block(counted("v", 1, TIME), counted("v", 2, TIME + 100 * MINUTE))));
    topology.passTime(Duration.ofMinutes(10));

    assertThat(topology.minutes()).isEmpty();
    assertThat(topology.onlyClean(Lane.BACKFILL).summary().late()).isEmpty();
  }

  private void send(String vehicle, long eventTime) {
    sendAt(TIME, vehicle, eventTime);
  }

  private void sendAt(long ingestTime, String vehicle, long eventTime) {
    topology.send(Lane.LIVE, record(ingestTime, block(counted(vehicle, seq++, eventTime))));
  }

  private ClosedMinutes onlyMinutes() {
    List<ClosedMinutes> minutes = topology.minutes();
    assertThat(minutes).hasSize(1);
    return minutes.getFirst();
  }

  private static long silence() {
    return TopologyFixture.MINUTES.silence().toMillis();
  }

  private static List<Long> numbers(ClosedMinutes closed) {
    return closed.getMinutesList().stream().map(VehicleMinute::getMinute).toList();
  }
}
