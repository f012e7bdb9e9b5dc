package io.evenkeel.processor.minute;

import io.evenkeel.model.minute.MinuteAccumulator;
import io.evenkeel.model.record.MalformedRecordException;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.wire.VehicleMinute;
import io.evenkeel.processor.wire.MinuteState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The open minutes of one vehicle. One number, the closed-through minute, parts the minutes that
 * are closed for good from those that still take events; it only grows.
 *
 * <pre>
 *            closed through          watermark
 *   closed ........|  open ... open ....|
 * </pre>
 *
 * Mutable, not thread-safe.
 */
public final class OpenMinutes {
  /** Most minutes that stay open; the oldest close early. */
  public static final int OPEN_MAX = 16;

  private final SignalCatalogue catalogue;
  // Minutes in their stored form until an event touches them: most are only carried along.
  private final NavigableMap<Long, VehicleMinute> untouched = new TreeMap<>();
  private final NavigableMap<Long, MinuteAccumulator> touched = new TreeMap<>();
  private long watermarkMillis;
  private long closedThrough;
  private long lastIngestMillis;
  private long lastSourceOffset;

  private OpenMinutes(SignalCatalogue catalogue, MinuteState state) {
    this.catalogue = catalogue;
    this.watermarkMillis = state.getWatermarkMs();
    this.closedThrough = state.getClosedThrough();
    this.lastIngestMillis = state.getLastIngestMs();
    this.lastSourceOffset = state.getLastSourceOffset();
    state.getOpenList().forEach(minute -> untouched.put(minute.getMinute(), minute));
  }

  /** Goes on from the stored form. */
  public static OpenMinutes of(SignalCatalogue catalogue, MinuteState state) {
    return new OpenMinutes(catalogue, state);
  }

  /**
   * The minutes of a vehicle that was never heard of. What is older than its first events by more
   * than the grace counts as closed.
   *
   * @param block its first events
   */
  public static OpenMinutes startingWith(
      SignalCatalogue catalogue, VehicleBlock block, long graceMillis) {
    long earliest = block.timeMillis(0);
    for (int e = 1; e < block.size(); e++) {
      earliest = Math.min(earliest, block.timeMillis(e));
    }
    return new OpenMinutes(
        catalogue,
        MinuteState.newBuilder()
            .setWatermarkMs(earliest)
            .setClosedThrough(minuteOf(earliest - graceMillis) - 1)
            .build());
  }

  /**
   * Adds events. Nothing closes yet.
   *
   * @param kept the block's events that are no repeats
   * @return those that came too late for their minute and were left out
   */
  public LateEvents add(VehicleBlock block, BitSet kept) {
    SortedMap<Long, BitSet> members = new TreeMap<>();
    SortedSet<Long> late = new TreeSet<>();
    int lateEvents = 0;
    for (int e = kept.nextSetBit(0); e >= 0; e = kept.nextSetBit(e + 1)) {
      long minute = minuteOf(block.timeMillis(e));
      watermarkMillis = Math.max(watermarkMillis, block.timeMillis(e));
      if (minute <= closedThrough) {
        late.add(minute);
        lateEvents++;
      } else {
        members.computeIfAbsent(minute, m -> new BitSet(block.size())).set(e);
      }
    }
    members.forEach((minute, events) -> accumulator(minute).add(block, events));
    return new LateEvents(lateEvents, List.copyOf(late));
  }

  /** Notes when and in which record the vehicle was last heard of. */
  public void heard(long ingestMillis, long sourceOffset) {
    lastIngestMillis = Math.max(lastIngestMillis, ingestMillis);
    lastSourceOffset = sourceOffset;
  }

  /** Closes the minutes whose end the vehicle's clock has passed by the grace. */
  public List<VehicleMinute> closePassed(long graceMillis) {
    return closeThrough(minuteOf(watermarkMillis - graceMillis) - 1);
  }

  /** Closes the oldest minutes until at most {@value #OPEN_MAX} are open. */
  public List<VehicleMinute> closeBeyondCap() {
    List<VehicleMinute> closed = new ArrayList<>();
    while (openCount() > OPEN_MAX) {
      closed.addAll(closeThrough(oldest()));
    }
    return closed;
  }

  /** Closes every open minute. */
  public List<VehicleMinute> closeAll() {
    return isEmpty() ? List.of() : closeThrough(newest());
  }

  /** Whether no minute is open. */
  public boolean isEmpty() {
    return openCount() == 0;
  }

  /** Largest ingest time at which the vehicle was heard of, Unix milliseconds. */
  public long lastIngestMillis() {
    return lastIngestMillis;
  }

  /** Offset of the last source record with events of the vehicle. */
  public long lastSourceOffset() {
    return lastSourceOffset;
  }

  /** The stored form. */
  public MinuteState toState() {
    NavigableMap<Long, VehicleMinute> open = new TreeMap<>(untouched);
    touched.forEach((minute, accumulator) -> open.put(minute, toWire(accumulator)));
    return MinuteState.newBuilder()
        .setWatermarkMs(watermarkMillis)
        .setClosedThrough(closedThrough)
        .setLastIngestMs(lastIngestMillis)
        .setLastSourceOffset(lastSourceOffset)
        .addAllOpen(open.values())
        .build();
  }

  private MinuteAccumulator accumulator(long minute) {
    MinuteAccumulator accumulator = touched.get(minute);
    if (accumulator == null) {
      VehicleMinute soFar = untouched.remove(minute);
      accumulator =
          soFar == null
              ? new MinuteAccumulator(catalogue, minute)
              : new MinuteAccumulator(catalogue, fromWire(soFar));
      touched.put(minute, accumulator);
    }
    return accumulator;
  }

  private List<VehicleMinute> closeThrough(long minute) {
    closedThrough = Math.max(closedThrough, minute);
    SortedMap<Long, VehicleMinute> closing = new TreeMap<>(untouched.headMap(minute, true));
    touched.headMap(minute, true).forEach((m, accumulator) -> closing.put(m, toWire(accumulator)));
    untouched.headMap(minute, true).clear();
    touched.headMap(minute, true).clear();
    return List.copyOf(closing.values());
  }

  private int openCount() {
    return untouched.size() + touched.size();
  }

  private long oldest() {
    return Math.min(
        untouched.isEmpty() ? Long.MAX_VALUE : untouched.firstKey(),
        touched.isEmpty() ? Long.MAX_VALUE : touched.firstKey());
  }

  private long newest() {
    return Math.max(
        untouched.isEmpty() ? Long.MIN_VALUE : untouched.lastKey(),
        touched.isEmpty() ? Long.MIN_VALUE : touched.lastKey());
  }

  private static long minuteOf(long timeMillis) {
    return io.evenkeel.model.minute.VehicleMinute.minuteOf(timeMillis);
  }

  private static VehicleMinute toWire(MinuteAccumulator accumulator) {
    return accumulator.toMinute().toWire();
  }

  private static io.evenkeel.model.minute.VehicleMinute fromWire(VehicleMinute wire) {
    try {
      return io.evenkeel.model.minute.VehicleMinute.fromWire(wire);
    } catch (MalformedRecordException e) {
      throw new UnreadableMinuteException(e);
    }
  }
}
