package io.evenkeel.sink;

import static io.evenkeel.sink.Events.block;
import static io.evenkeel.sink.Events.event;
import static io.evenkeel.sink.Events.record;
import static io.evenkeel.sink.Events.signal;
import static io.evenkeel.sink.Events.speed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.minute.MinuteAccumulator;
import io.evenkeel.model.minute.SignalAggregate;
import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vehicle minute equals what the readings say, however they came. */
class MinutesIT {
  private static final long MINUTE = VehicleMinute.minuteOf(Events.INGEST) - 60;
  private static final long START = VehicleMinute.startMillis(MINUTE);
  private static final Offset<Double> ROUNDING = within(1e-9);

  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void takesAClosedMinuteAsTheProcessorComputedIt() {
    List<Event> events = mixed("truck", START, 0, 180, 1);
    long source = bench.send(Lane.LIVE, record("acme", "", events));
    bench.sendMinutes("acme", "truck", source, minutes(events));

    bench.startSink();
    awaitMinutes(3);

    assertMinutesEqual(events);
    assertThat(bench.number("SELECT max(revision) FROM evenkeel.vehicle_minute")).isZero();
  }

  @Test
  void takesAMinuteOnlyAfterItsRows() {
    List<Event> events = mixed("truck", START, 0, 60, 2);
    bench.sendMinutes("acme", "truck", 1, minutes(events));
    bench.send(Lane.LIVE, record("acme", "", events.subList(0, 30)));
    bench.startSink();
    bench.awaitStored(Lane.LIVE);
    // Another vehicle's minute, sent later in another partition, passes by: the consumer is alive.
    String other = otherPartitionThan("truck");
    List<Event> others = mixed(other, START, 0, 10, 3);
    bench.sendMinutes(
        "acme", other, bench.send(Lane.LIVE, record("acme", "", others)), minutes(others));
    awaitMinutes(1);
    assertThat(
            bench.rows(
                "SELECT name FROM evenkeel.vehicle_minute JOIN evenkeel.vehicle USING (vehicle_id)"))
        .containsExactly(List.of(other));

    bench.send(Lane.LIVE, record("acme", "", events.subList(30, 60)));

    awaitMinutes(2);
  }

  @Test
  void recomputesMinutesOfLateRows() {
    List<Event> events = mixed("truck", START, 0, 120, 4);
    List<Event> onTime = events.subList(0, 100);
    long source = bench.send(Lane.LIVE, record("acme", "", onTime));
    bench.sendMinutes("acme", "truck", source, minutes(onTime));
    bench.startSink();
    awaitMinutes(2);

    bench.send(
        Lane.LIVE,
        record("acme", "", events.subList(100, 120)),
        List.of(new CleanSummary.LateMinutes(0, List.of(MINUTE + 1))));
    bench.awaitStored(Lane.LIVE);
    bench.awaitCleanMinutes();

    assertMinutesEqual(events);
    assertThat(bench.rows("SELECT revision FROM evenkeel.vehicle_minute ORDER BY minute"))
        .containsExactly(List.of(0), List.of(1));
  }

  @Test
  void computesMinutesOfBackfilledRows() {
    List<Event> events = new ArrayList<>(mixed("truck", START, 0, 200, 5));
    events.addAll(mixed("truck", START - Duration.ofDays(3).toMillis(), 1000, 100, 6));
    bench.send(Lane.BACKFILL, record("acme", "history", events));

    bench.startSink();
    bench.awaitStored(Lane.BACKFILL);
    assertThat(bench.number("SELECT count(*) FROM evenkeel.dirty_range")).isLessThan(5);
    bench.awaitCleanMinutes();

    assertMinutesEqual(events);
  }

  @Test
  void mergesBothLanesWhicheverMinuteComesFirst() {
    List<Event> live = mixed("truck", START, 0, 60, 7);
    List<Event> history = mixed("truck", START + 500, 1000, 60, 8);
    List<Event> all = new ArrayList<>(live);
    all.addAll(history);
    bench.startSink();
    bench.send(Lane.BACKFILL, record("acme", "history", history));
    bench.awaitStored(Lane.BACKFILL);
    bench.awaitCleanMinutes();

    long source = bench.send(Lane.LIVE, record("acme", "", live));
    bench.sendMinutes("acme", "truck", source, minutes(live));

    awaitEvents(120);
    assertMinutesEqual(all);
  }

  @Test
  void recomputesMinutesThatHeldDuplicates() {
    List<Event> events = mixed("truck", START, 0, 60, 9);
    bench.startSink();
    bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);
    long source = bench.send(Lane.LIVE, record("acme", "", events));
    bench.awaitStored(Lane.LIVE);
    bench.awaitCleanMinutes();
    List<Event> counted = new ArrayList<>(events);
    counted.addAll(events);

    bench.sendMinutes("acme", "truck", source, minutes(counted));
    bench.awaitMinutesRead();
    bench.awaitCleanMinutes();

    assertMinutesEqual(events);
  }

  @Test
  void recomputesMinutesThatHeldRefusedRows() {
    Event good = speed("truck", START, 1, 50);
    Event bad = event("truck", START + 1, 2, List.of(signal("evse_id", "a\0b")), List.of());
    Event alone = event("truck", START + 60_000, 3, List.of(signal("evse_id", "a\0b")), List.of());
    bench.startSink();
    long source = bench.send(Lane.LIVE, record("acme", good, bad, alone));
    bench.awaitStored(Lane.LIVE);
    bench.awaitCleanMinutes();

    bench.sendMinutes("acme", "truck", source, minutes(List.of(good, bad, alone)));
    bench.awaitMinutesRead();
    bench.awaitCleanMinutes();

    assertMinutesEqual(List.of(good));
  }

  @Test
  void recomputesSumsBeyondTheRangeOfADouble() {
    List<Event> events =
        List.of(speed("truck", START, 1, 1e308), speed("truck", START + 1, 2, 1e308));
    bench.send(Lane.BACKFILL, record("acme", "history", events));

    bench.startSink();
    bench.awaitStored(Lane.BACKFILL);
    bench.awaitCleanMinutes();

    assertThat(bench.rows("SELECT speed_sum, speed_max FROM evenkeel.vehicle_minute"))
        .containsExactly(List.of(Double.POSITIVE_INFINITY, 1e308));
  }

  private void awaitMinutes(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bench.number("SELECT count(*) FROM evenkeel.vehicle_minute") == count);
  }

  private void awaitEvents(int events) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            bench.number("SELECT coalesce(sum(events), 0) FROM evenkeel.vehicle_minute") == events);
  }

  private static String otherPartitionThan(String vehicle) {
    int partition = Bench.partition(record("acme", speed(vehicle, START, 1, 1)));
    for (int i = 0; ; i++) {
      if (Bench.partition(record("acme", speed("van" + i, START, 1, 1))) != partition) {
        return "van" + i;
      }
    }
  }

  /** A second apart, with every type of signal, some absent, some at the same time. */
  private static List<Event> mixed(String vehicle, long start, long seq, int count, long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<MappedSignal> signals = new ArrayList<>();
      signals.add(signal("speed", random.nextInt(1000) / 10.0));
      if (random.nextBoolean()) {
        signals.add(signal("is_moving", random.nextBoolean()));
        signals.add(signal("odometer", 1e6 + random.nextInt(1000)));
      }
      if (random.nextInt(4) == 0) {
        signals.add(signal("evse_id", "evse ä" + random.nextInt(100)));
      }
      // Every tenth event has the time of the one before.
      long time = start + (i % 10 == 9 ? i - 1 : i) * 1000L;
      events.add(event(vehicle, time, seq + i, signals, List.of()));
    }
    return events;
  }

  private static List<VehicleMinute> minutes(List<Event> events) {
    Map<Long, MinuteAccumulator> minutes = new TreeMap<>();
    for (Event event : events) {
      VehicleBlock block = block(List.of(event));
      BitSet only = new BitSet();
      only.set(0);
      minutes
          .computeIfAbsent(
              VehicleMinute.minuteOf(event.timeMillis()),
              m -> new MinuteAccumulator(SignalCatalogue.standard(), m))
          .add(block, only);
    }
    return minutes.values().stream().map(MinuteAccumulator::toMinute).toList();
  }

  private void assertMinutesEqual(List<Event> events) {
    List<VehicleMinute> expected = minutes(events);
    assertThat(
            bench.rows(
                "SELECT (extract(epoch FROM minute) / 60)::bigint, events FROM evenkeel.vehicle_minute ORDER BY 1"))
        .isEqualTo(expected.stream().map(m -> List.<Object>of(m.minute(), m.events())).toList());
    for (Signal signal : SignalCatalogue.standard().signals()) {
      if (signal.aggregation() == Aggregation.STATS) {
        assertStatsEqual(signal, expected);
      } else if (signal.aggregation() == Aggregation.LAST) {
        assertLastEqual(signal, expected);
      }
    }
  }

  private void assertStatsEqual(Signal signal, List<VehicleMinute> expected) {
    String c = signal.column();
    var rows =
        bench.rows(
            "SELECT \"%1$s_count\", \"%1$s_sum\", \"%1$s_min\", \"%1$s_max\", \"%1$s_avg\" FROM evenkeel.vehicle_minute ORDER BY minute"
                .formatted(c));
    for (int i = 0; i < expected.size(); i++) {
      List<Object> row = rows.get(i);
      if (expected.get(i).signals().get(signal.id())
          instanceof SignalAggregate.Stats(int count, double sum, double min, double max)) {
        assertThat(row.get(0)).as(c).isEqualTo(count);
        assertThat((Double) row.get(1)).as(c).isEqualTo(sum, ROUNDING);
        assertThat(row.subList(2, 4)).as(c).isEqualTo(List.of(min, max));
        assertThat((Double) row.get(4)).as(c).isEqualTo(sum / count, ROUNDING);
      } else {
        assertThat(row).as(c).containsOnlyNulls();
      }
    }
  }

  private void assertLastEqual(Signal signal, List<VehicleMinute> expected) {
    String c = signal.column();
    var rows =
        bench.rows("SELECT \"%s_last\" FROM evenkeel.vehicle_minute ORDER BY minute".formatted(c));
    for (int i = 0; i < expected.size(); i++) {
      Object value = rows.get(i).getFirst();
      if (expected.get(i).signals().get(signal.id())
          instanceof SignalAggregate.Last(long time, SignalValue last)) {
        assertThat(value).as(c).isEqualTo(plain(last));
      } else {
        assertThat(value).as(c).isNull();
      }
    }
  }

  private static Object plain(SignalValue value) {
    return switch (value) {
      case SignalValue.Numeric(double number) -> number;
      case SignalValue.Flag(boolean flag) -> flag;
      case SignalValue.Text(String text) -> text;
    };
  }
}
