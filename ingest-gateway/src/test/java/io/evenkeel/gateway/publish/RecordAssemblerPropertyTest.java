package io.evenkeel.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.EventIdentity;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.VehiclePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordAssemblerPropertyTest {
  static LongStream seeds() {
    Long chosen = Long.getLong("seed");
    return chosen == null ? LongStream.range(0, 100) : LongStream.of(chosen);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEventStandsInOneRecordOfItsPartitionInOrder(long seed) throws MalformedRecordException {
    Random random = new Random(seed);
    int partitions = 1 + random.nextInt(12);
    List<Event> events = events(random);
    Submission submission = new Submission(Lane.BACKFILL, "acme", "job-1", 42, blocks(events));

    List<OutgoingRecord> records = RecordAssembler.assemble(submission, partitions);

    Map<String, List<Long>> seqsByVehicle = new HashMap<>();
    List<Integer> places = new ArrayList<>();
    for (OutgoingRecord outgoing : records) {
      TelemetryRecord record = TelemetryRecord.parse(outgoing.value());
      assertThat(record.tenant()).isEqualTo("acme");
      assertThat(record.job()).isEqualTo("job-1");
      assertThat(record.ingestTimeMillis()).isEqualTo(42);
      assertThat(record.events()).isBetween(1, TelemetryRecord.EVENTS_MAX);
      assertThat(placesOf(record, events)).isEqualTo(boxed(outgoing.places()));
      places.addAll(boxed(outgoing.places()));
      for (VehicleBlock block : record.blocks()) {
        assertThat(outgoing.partition())
            .isEqualTo(VehiclePartition.of("acme", block.vehicle(), partitions));
        IntStream.range(0, block.size())
            .forEach(i ->
                seqsByVehicle
                    .computeIfAbsent(block.vehicle(), v -> new ArrayList<>())
                    .add(block.identities().seq(i)));
      }
    }
    assertThat(places)
        .containsExactlyInAnyOrderElementsOf(boxed(IntStream.range(0, events.size()).toArray()));
    assertThat(seqsByVehicle.values()).allSatisfy(seqs -> assertThat(seqs).isSorted());
  }

  // The seq of every event is its place, so that a record's content tells where it came from.
  private static List<Integer> placesOf(TelemetryRecord record, List<Event> events) {
    List<Integer> places = new ArrayList<>();
    for (VehicleBlock block : record.blocks()) {
      for (int i = 0; i < block.size(); i++) {
        int place = Math.toIntExact(block.identities().seq(i));
        assertThat(events.get(place).vehicle()).isEqualTo(block.vehicle());
        places.add(place);
      }
    }
    return places;
  }

  // In the order of their places: vehicle after vehicle.
  private static List<Event> events(Random random) {
    int vehicles = 1 + random.nextInt(20);
    List<Event> events = new ArrayList<>();
    for (int vehicle = 0; vehicle < vehicles; vehicle++) {
      int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 1_500 : 30);
      for (int i = 0; i < count; i++) {
        events.add(event("v" + vehicle, events.size(), random));
      }
    }
    return events;
  }

  private static Event event(String vehicle, int place, Random random) {
    return new Event(
        vehicle,
        random.nextLong(1L << 41),
        new EventIdentity.Sequence("", place),
        List.of(new MappedSignal(1, new SignalValue.Numeric(random.nextInt(100)))),
        List.of());
  }

  private static List<VehicleBlock> blocks(List<Event> events) {
    Map<String, VehicleBlockBuilder> blocks = new LinkedHashMap<>();
    for (Event event : events) {
      blocks.computeIfAbsent(event.vehicle(), VehicleBlockBuilder::new).add(event);
    }
    return blocks.values().stream().map(VehicleBlockBuilder::build).toList();
  }

  private static List<Integer> boxed(int[] places) {
    return IntStream.of(places).boxed().toList();
  }
}
