package io.evenkeel.gateway.publish;

import io.evenkeel.model.record.RecordSplitter;
import io.evenkeel.model.record.RecordSplitter.EncodedRecord;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.topic.TenantPartitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the blocks of a submission together by partition, into records within the limits. The events
 * of a vehicle keep their order. Pure.
 */
public final class RecordAssembler {
  private RecordAssembler() {}

  /**
   * The records of a submission: every event stands in exactly one.
   *
   * @param partitions number of partitions of the topic
   */
  public static List<OutgoingRecord> assemble(Submission submission, int partitions) {
    List<VehicleBlock> blocks = submission.blocks();
    long[] order = byPartition(submission, partitions);
    int[] firstPlaces = firstPlaces(blocks);
    List<OutgoingRecord> records = new ArrayList<>(order.length);
    for (int from = 0; from < order.length; ) {
      int partition = partition(order[from]);
      List<VehicleBlock> together = new ArrayList<>();
      int to = from;
      for (; to < order.length && partition(order[to]) == partition; to++) {
        together.add(blocks.get(block(order[to])));
      }
      addRecords(submission, partition, together, places(order, from, to, firstPlaces), records);
      from = to;
    }
    return records;
  }

  // A partition and a block in each number, ascending: partitions in order, and within one the
  // blocks in theirs.
  private static long[] byPartition(Submission submission, int partitions) {
    TenantPartitions tenant = new TenantPartitions(submission.tenant(), partitions);
    long[] order = new long[submission.blocks().size()];
    for (int block = 0; block < order.length; block++) {
      long partition = tenant.of(submission.blocks().get(block).vehicle());
      order[block] = partition << Integer.SIZE | block;
    }
    Arrays.sort(order);
    return order;
  }

  private static int partition(long ordered) {
    return (int) (ordered >>> Integer.SIZE);
  }

  private static int block(long ordered) {
    return (int) ordered;
  }

  // The place of each block's first event, and the number of all events behind the last.
  private static int[] firstPlaces(List<VehicleBlock> blocks) {
    int[] firstPlaces = new int[blocks.size() + 1];
    for (int block = 0; block < blocks.size(); block++) {
      firstPlaces[block + 1] = firstPlaces[block] + blocks.get(block).size();
    }
    return firstPlaces;
  }

  private static int[] places(long[] order, int from, int to, int[] firstPlaces) {
    int events = 0;
    for (int i = from; i < to; i++) {
      events += firstPlaces[block(order[i]) + 1] - firstPlaces[block(order[i])];
    }
    int[] places = new int[events];
    int next = 0;
    for (int i = from; i < to; i++) {
      int end = firstPlaces[block(order[i]) + 1];
      for (int place = firstPlaces[block(order[i])]; place < end; place++) {
        places[next++] = place;
      }
    }
    return places;
  }

  private static void addRecords(
      Submission submission,
      int partition,
      List<VehicleBlock> blocks,
      int[] places,
      List<OutgoingRecord> records) {
    TelemetryRecord whole =
        new TelemetryRecord(
            submission.tenant(), submission.ingestTimeMillis(), submission.job(), blocks);
    int from = 0;
    for (EncodedRecord encoded : RecordSplitter.split(whole)) {
      int to = from + encoded.events();
      int[] its = to - from == places.length ? places : Arrays.copyOfRange(places, from, to);
      records.add(new OutgoingRecord(partition, encoded.value(), its));
      from = to;
    }
  }
}
