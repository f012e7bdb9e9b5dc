package io.evenkeel.model.minute;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MinuteAccumulatorPropertyTest {
  private static final int SPEED = 1;
  private static final int MOVING = 2;
  private static final int IGNITION =
      SignalCatalogue.standard().signals().stream()
          .filter(s -> s.name().equals("ignition_state"))
          .findFirst()
          .orElseThrow()
          .id();
  private static final long MINUTE = 29_833_333;

  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 200) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doesNotDependOnOrderOrBatches(long seed) throws Exception {
    Random random = new Random(seed);
    List<Event> events = events(random);
    VehicleMinute inOneGo = accumulate(List.of(events));
    Collections.shuffle(events, random);
    int cut = random.nextInt(events.size() - 1) + 1;

    VehicleMinute inTwo =
        accumulate(List.of(events.subList(0, cut), events.subList(cut, events.size())));

    assertThat(inTwo).isEqualTo(inOneGo);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsCountSumExtremesAndTheLastState(long seed) throws Exception {
    List<Event> events = events(new Random(seed));

    VehicleMinute minute = accumulate(List.of(events));

    double[] speeds =
        events.stream()
            .flatMap(e -> e.signals().stream())
            .filter(s -> s.signalId() == SPEED)
            .mapToDouble(s -> ((SignalValue.Numeric) s.value()).number())
            .toArray();
    var stats = Arrays.stream(speeds).summaryStatistics();
    assertThat(minute.events()).isEqualTo(events.size());
    assertThat(minute.signals().get(SPEED))
        .isEqualTo(
            new SignalAggregate.Stats(
                speeds.length, stats.getSum(), stats.getMin(), stats.getMax()));
    long lastTime = events.stream().mapToLong(Event::timeMillis).max().orElseThrow();
    assertThat(minute.signals().get(MOVING))
        .isInstanceOfSatisfying(
            SignalAggregate.Last.class, last -> assertThat(last.timeMillis()).isEqualTo(lastTime));
  }

  /** Speeds are whole numbers, so that their sum is exact in any order. */
  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(50); i++) {
      long time = VehicleMinute.startMillis(MINUTE) + random.nextInt(60_000);
      events.add(
          new Event(
              "v",
              time,
              new EventIdentity.Sequence("", i),
              List.of(
                  new MappedSignal(SPEED, new SignalValue.Numeric(random.nextInt(200))),
                  new MappedSignal(MOVING, new SignalValue.Flag(random.nextBoolean())),
                  new MappedSignal(IGNITION, new SignalValue.Text("S" + random.nextInt(3)))),
              List.of()));
    }
    return events;
  }

  // Every batch goes through the wire form, as it does between two records of a vehicle.
  private static VehicleMinute accumulate(List<List<Event>> batches) throws Exception {
    VehicleMinute minute = new MinuteAccumulator(SignalCatalogue.standard(), MINUTE).toMinute();
    for (List<Event> batch : batches) {
      VehicleBlockBuilder builder = new VehicleBlockBuilder("v");
      batch.forEach(builder::add);
      VehicleBlock block = builder.build();
      BitSet all = new BitSet();
      all.set(0, block.size());
      var accumulator = new MinuteAccumulator(SignalCatalogue.standard(), minute);
      accumulator.add(block, all);
      minute = VehicleMinute.fromWire(accumulator.toMinute().toWire());
    }
    return minute;
  }
}
