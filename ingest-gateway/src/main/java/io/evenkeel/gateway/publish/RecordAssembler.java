package io.evenkeel.gateway.publish;

import io.evenkeel.model.event.Event;
import io.evenkeel.model.record.RecordSplitter;
import io.evenkeel.model.record.RecordSplitter.EncodedRecord;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.record.VehicleBlockBuilder;
import io.evenkeel.model.topic.VehiclePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Groups the events of a submission by vehicle and partition into records within the limits. The
 * events of a vehicle keep their order. Pure.
 */
final class RecordAssembler {
  private RecordAssembler() {}

  /**
   * The records of a submission: every event stands in exactly one.
   *
   * @param partitions number of partitions of the topic
   */
  static List<OutgoingRecord> assemble(Submission submission, int partitions) {
    Map<Integer, List<VehicleGroup>> byPartition = new TreeMap<>();
    for (VehicleGroup group : byVehicle(submission.events())) {
      int partition = VehiclePartition.of(submission.tenant(), group.vehicle, partitions);
      byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(group);
    }
    List<OutgoingRecord> records = new ArrayList<>();
    byPartition.forEach((partition, groups) -> addRecords(submission, partition, groups, records));
    return records;
  }

  private static Collection<VehicleGroup> byVehicle(List<Event> events) {
    Map<String, VehicleGroup> groups = new LinkedHashMap<>();
    for (int place = 0; place < events.size(); place++) {
      Event event = events.get(place);
      groups.computeIfAbsent(event.vehicle(), VehicleGroup::new).add(event, place);
    }
    return groups.values();
  }

  private static void addRecords(
      Submission submission,
      int partition,
      List<VehicleGroup> groups,
      List<OutgoingRecord> records) {
    List<VehicleBlock> blocks = groups.stream().map(group -> group.block.build()).toList();
    int[] places = groups.stream().flatMapToInt(VehicleGroup::places).toArray();
    TelemetryRecord whole =
        new TelemetryRecord(
            submission.tenant(), submission.ingestTimeMillis(), submission.job(), blocks);
    int from = 0;
    for (EncodedRecord encoded : RecordSplitter.split(whole)) {
      int to = from + encoded.events();
      int[] own = IntStream.range(from, to).map(i -> places[i]).toArray();
      records.add(new OutgoingRecord(partition, encoded.value(), own));
      from = to;
    }
  }

  private static final class VehicleGroup {
    private final String vehicle;
    private final VehicleBlockBuilder block;
    private final List<Integer> places = new ArrayList<>();

    VehicleGroup(String vehicle) {
      this.vehicle = vehicle;
      this.block = new VehicleBlockBuilder(vehicle);
    }

    void add(Event event, int place) {
      block.add(event);
      places.add(place);
    }

    IntStream places() {
      return places.stream().mapToInt(Integer::intValue);
    }
  }
}
