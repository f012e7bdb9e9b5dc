package io.evenkeel.gateway.publish;

import io.evenkeel.model.record.RecordSplitter;
import io.evenkeel.model.record.RecordSplitter.EncodedRecord;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.VehiclePartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the blocks of a submission together by partition, into records within the limits. The events
 * of a vehicle keep their order. Pure.
 */
final class RecordAssembler {
  private RecordAssembler() {}

  /**
   * The records of a submission: every event stands in exactly one.
   *
   * @param partitions number of partitions of the topic
   */
  static List<OutgoingRecord> assemble(Submission submission, int partitions) {
    Map<Integer, PartitionBlocks> byPartition = new TreeMap<>();
    int firstPlace = 0;
    for (VehicleBlock block : submission.blocks()) {
      int partition = VehiclePartition.of(submission.tenant(), block.vehicle(), partitions);
      byPartition.computeIfAbsent(partition, p -> new PartitionBlocks()).add(block, firstPlace);
      firstPlace += block.size();
    }
    List<OutgoingRecord> records = new ArrayList<>(byPartition.size());
    byPartition.forEach((partition, blocks) -> addRecords(submission, partition, blocks, records));
    return records;
  }

  private static void addRecords(
      Submission submission, int partition, PartitionBlocks blocks, List<OutgoingRecord> records) {
    TelemetryRecord whole =
        new TelemetryRecord(
            submission.tenant(), submission.ingestTimeMillis(), submission.job(), blocks.blocks);
    int[] places = blocks.places();
    int from = 0;
    for (EncodedRecord encoded : RecordSplitter.split(whole)) {
      int to = from + encoded.events();
      records.add(
          new OutgoingRecord(partition, encoded.value(), Arrays.copyOfRange(places, from, to)));
      from = to;
    }
  }

  private static final class PartitionBlocks {
    private final List<VehicleBlock> blocks = new ArrayList<>();
    private final List<Integer> firstPlaces = new ArrayList<>();
    private int events;

    void add(VehicleBlock block, int firstPlace) {
      blocks.add(block);
      firstPlaces.add(firstPlace);
      events += block.size();
    }

    int[] places() {
      int[] places = new int[events];
      int next = 0;
      for (int b = 0; b < blocks.size(); b++) {
        for (int i = 0; i < blocks.get(b).size(); i++) {
          places[next++] = firstPlaces.get(b) + i;
        }
      }
      return places;
    }
  }
}
