package io.evenkeel.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.evenkeel.model.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelemetryRecordPropertyTest {
  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 300) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackExactlyWhatWasWritten(long seed) throws MalformedRecordException {
    List<List<Event>> vehicles = vehicles(seed);

    TelemetryRecord read = TelemetryRecord.parse(record(vehicles).toBytes());

    assertThat(read.tenant()).isEqualTo("acme");
    assertThat(read.ingestTimeMillis()).isEqualTo(1_790_000_000_123L);
    assertThat(read.job()).isEqualTo("job-1");
    assertThat(contents(read.blocks())).isEqualTo(expected(vehicles));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void selectsExactlyTheKeptEvents(long seed) throws MalformedRecordException {
    Random random = new Random(seed);
    List<Event> events = new RandomEvents(seed).ofOneVehicle("v", 1 + random.nextInt(60));
    BitSet kept = new BitSet();
    IntStream.range(0, events.size()).filter(i -> random.nextBoolean()).forEach(kept::set);
    kept.set(random.nextInt(events.size()));

    VehicleBlock selected = Blocks.of(events).select(kept);

    TelemetryRecord record = new TelemetryRecord("acme", 0, "", List.of(selected));
    assertThat(contents(TelemetryRecord.parse(record.toBytes()).blocks()))
        .isEqualTo(kept.stream().mapToObj(i -> Blocks.contentOf(events.get(i))).toList());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void splitsWithoutLosingOrReordering(long seed) throws MalformedRecordException {
    List<List<Event>> vehicles = vehicles(seed);
    vehicles.add(new RandomEvents(seed).ofOneVehicle("big", 1_300));

    var records = RecordSplitter.split(record(vehicles));

    List<Blocks.Content> read = new ArrayList<>();
    for (var record : records) {
      TelemetryRecord parsed = TelemetryRecord.parse(record.value());
      assertThat(parsed.events())
          .isEqualTo(record.events())
          .isBetween(1, TelemetryRecord.EVENTS_MAX);
      assertThat(record.value().length).isLessThanOrEqualTo(TelemetryRecord.BYTES_MAX);
      read.addAll(contents(parsed.blocks()));
    }
    assertThat(read).isEqualTo(expected(vehicles));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void refusesOrReadsDamagedBytesButNeverFailsOtherwise(long seed) {
    Random random = new Random(seed);
    byte[] bytes = record(vehicles(seed)).toBytes();
    for (int i = 0; i < 50; i++) {
      byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));

      assertThatCode(() -> readWhollyOrRefuse(damaged)).doesNotThrowAnyException();
    }
  }

  private static void readWhollyOrRefuse(byte[] bytes) {
    try {
      contents(TelemetryRecord.parse(bytes).blocks());
    } catch (MalformedRecordException refused) {
      assertThat(refused).hasMessageNotContaining("vehicle-");
    }
  }

  private static List<List<Event>> vehicles(long seed) {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed);
    List<List<Event>> vehicles = new ArrayList<>();
    for (int v = 0; v <= random.nextInt(4); v++) {
      vehicles.add(events.ofOneVehicle("vehicle-" + v, 1 + random.nextInt(40)));
    }
    return vehicles;
  }

  private static TelemetryRecord record(List<List<Event>> vehicles) {
    return new TelemetryRecord(
        "acme", 1_790_000_000_123L, "job-1", vehicles.stream().map(Blocks::of).toList());
  }

  private static List<Blocks.Content> expected(List<List<Event>> vehicles) {
    return vehicles.stream().flatMap(List::stream).map(Blocks::contentOf).toList();
  }

  private static List<Blocks.Content> contents(List<VehicleBlock> blocks) {
    return blocks.stream()
        .flatMap(b -> IntStream.range(0, b.size()).mapToObj(i -> Blocks.contentOf(b, i)))
        .toList();
  }
}
