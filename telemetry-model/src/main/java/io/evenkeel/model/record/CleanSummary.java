package io.evenkeel.model.record;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;

/**
 * Where a clean record came from and what became of its events; the header {@link
 * RecordHeaders#CLEAN}. {@code in = out + duplicate + dead}.
 *
 * @param sourcePartition partition of the telemetry topic; equals the clean record's own
 * @param sourceOffset offset in the telemetry topic
 * @param in events in the source record; a record that could not be read counts as one
 * @param out events in the clean record
 * @param duplicate events dropped as repeats
 * @param dead events sent to the dead-letter topic
 * @param late minutes of event time that were already closed when events for them arrived in this
 *     record
 */
public record CleanSummary(
    int sourcePartition,
    long sourceOffset,
    int in,
    int out,
    int duplicate,
    int dead,
    List<LateMinutes> late) {
  public CleanSummary {
    late = List.copyOf(late);
    if (in != out + duplicate + dead) {
      throw new IllegalArgumentException(
          "A clean record accounts for " + (out + duplicate + dead) + " of " + in + " events");
    }
  }

  /**
   * Late minutes of one vehicle.
   *
   * @param block index of the vehicle's block in the clean record
   * @param minutes minutes since the Unix epoch, ascending
   */
  public record LateMinutes(int block, List<Long> minutes) {
    public LateMinutes {
      minutes = List.copyOf(minutes);
    }
  }

  /** The header's bytes. */
  public byte[] toBytes() {
    var wire =
        io.evenkeel.model.wire.CleanSummary.newBuilder()
            .setSourcePartition(sourcePartition)
            .setSourceOffset(sourceOffset)
            .setEventsIn(in)
            .setEventsOut(out)
            .setEventsDuplicate(duplicate)
            .setEventsDead(dead);
    for (LateMinutes minutes : late) {
      wire.addLate(
          io.evenkeel.model.wire.LateMinutes.newBuilder()
              .setBlock(minutes.block())
              .addAllMinutes(minutes.minutes()));
    }
    return wire.build().toByteArray();
  }

  /**
   * Reads the header.
   *
   * @throws MalformedRecordException if the bytes are no summary, or one that does not add up
   */
  public static CleanSummary parse(byte[] bytes) throws MalformedRecordException {
    try {
      var wire = io.evenkeel.model.wire.CleanSummary.parseFrom(bytes);
      return new CleanSummary(
          wire.getSourcePartition(),
          wire.getSourceOffset(),
          wire.getEventsIn(),
          wire.getEventsOut(),
          wire.getEventsDuplicate(),
          wire.getEventsDead(),
          wire.getLateList().stream()
              .map(late -> new LateMinutes(late.getBlock(), late.getMinutesList()))
              .toList());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new MalformedRecordException("the header " + RecordHeaders.CLEAN + " is malformed", e);
    }
  }
}
