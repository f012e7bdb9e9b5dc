package io.evenkeel.processor.topology;

import io.evenkeel.model.record.CleanSummary;
import io.evenkeel.model.record.TelemetryRecord;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.wire.ClosedMinutes;
import io.evenkeel.model.wire.VehicleMinute;
import io.evenkeel.processor.dedup.Deduplicator;
import io.evenkeel.processor.minute.LateEvents;
import io.evenkeel.processor.minute.OpenMinutes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one record: what is new, what is late, what closes. Changes the memories it is
 * given and nothing else. One object a record.
 */
final class RecordDecision {
  private final SignalCatalogue catalogue;
  private final @Nullable MinuteSettings minutes;
  private final TelemetryRecord record;
  private final Map<String, VehicleMemory> memories;
  private final long offset;

  private final List<VehicleBlock> cleanBlocks = new ArrayList<>();
  private final List<CleanSummary.LateMinutes> late = new ArrayList<>();
  private final List<ClosedMinutes> closed = new ArrayList<>();
  private int lateEvents;
  private int closedByWatermark;
  private int closedByCap;

  /**
   * About to decide.
   *
   * @param minutes null where no minutes are kept
   * @param offset offset of the record in its partition
   */
  RecordDecision(
      SignalCatalogue catalogue,
      @Nullable MinuteSettings minutes,
      TelemetryRecord record,
      Map<String, VehicleMemory> memories,
      long offset) {
    this.catalogue = catalogue;
    this.minutes = minutes;
    this.record = record;
    this.memories = memories;
    this.offset = offset;
  }

  /**
   * Decides.
   *
   * @param bytes the bytes that the record was read from; the clean record's too if nothing is
   *     dropped
   */
  RecordOutcome decide(int partition, byte[] bytes) {
    for (VehicleBlock block : record.blocks()) {
      VehicleMemory memory = memories.get(block.vehicle());
      if (memory == null) {
        throw new IllegalArgumentException("A vehicle of the record was not loaded");
      }
      decide(block, memory);
    }
    TelemetryRecord clean =
        new TelemetryRecord(record.tenant(), record.ingestTimeMillis(), record.job(), cleanBlocks);
    int in = record.events();
    int out = clean.events();
    CleanSummary summary = new CleanSummary(partition, offset, in, out, in - out, 0, late);
    return new RecordOutcome(
        in == out ? bytes : clean.toBytes(),
        summary,
        closed,
        lateEvents,
        closedByWatermark,
        closedByCap);
  }

  private void decide(VehicleBlock block, VehicleMemory memory) {
    BitSet kept = Deduplicator.keep(block, memory.sequences(), memory.hashes());
    if (minutes != null) {
      keepMinutes(minutes, block, kept, memory);
    }
    if (!kept.isEmpty()) {
      cleanBlocks.add(kept.cardinality() == block.size() ? block : block.select(kept));
    }
  }

  private void keepMinutes(
      MinuteSettings settings, VehicleBlock block, BitSet kept, VehicleMemory memory) {
    long grace = settings.grace().toMillis();
    OpenMinutes open = memory.minutes();
    if (open == null) {
      open = OpenMinutes.startingWith(catalogue, block, grace);
      memory.startMinutes(open);
    }
    LateEvents lateHere = open.add(block, kept);
    if (lateHere.events() > 0) {
      lateEvents += lateHere.events();
      late.add(new CleanSummary.LateMinutes(cleanBlocks.size(), lateHere.minutes()));
    }
    open.heard(record.ingestTimeMillis(), offset);
    close(block.vehicle(), open, grace);
  }

  private void close(String vehicle, OpenMinutes open, long graceMillis) {
    List<VehicleMinute> passed = open.closePassed(graceMillis);
    List<VehicleMinute> beyondCap = open.closeBeyondCap();
    closedByWatermark += passed.size();
    closedByCap += beyondCap.size();
    if (!passed.isEmpty() || !beyondCap.isEmpty()) {
      List<VehicleMinute> all = new ArrayList<>(passed);
      all.addAll(beyondCap);
      VehicleKey key = new VehicleKey(record.tenant(), vehicle);
      closed.addAll(ClosedMinutesMessages.of(key, offset, all));
    }
  }
}
