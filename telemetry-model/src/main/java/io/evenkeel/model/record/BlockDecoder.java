package io.evenkeel.model.record;

import io.evenkeel.model.wire.IdentityRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wire form to block. Every count is checked against the others: a record that contradicts itself
 * is refused whole.
 */
final class BlockDecoder {
  private BlockDecoder() {}

  static VehicleBlock decode(io.evenkeel.model.wire.VehicleBlock wire)
      throws MalformedRecordException {
    int events = wire.getEvents();
    // The number of times bounds the number of events before anything is allocated from it.
    if (wire.getVehicle().isEmpty() || events < 1 || wire.getTimeDeltasMsCount() != events) {
      throw new MalformedRecordException("a block needs a vehicle and one time for each event");
    }
    List<Column> columns = new ArrayList<>(wire.getColumnsCount());
    for (var column : wire.getColumnsList()) {
      columns.add(ColumnDecoder.decode(column, events));
    }
    return new VehicleBlock(wire.getVehicle(), times(wire), identities(wire, events), columns);
  }

  private static long[] times(io.evenkeel.model.wire.VehicleBlock wire) {
    long[] times = new long[wire.getEvents()];
    long time = 0;
    for (int i = 0; i < times.length; i++) {
      time += wire.getTimeDeltasMs(i);
      times[i] = time;
    }
    return times;
  }

  private static Identities identities(io.evenkeel.model.wire.VehicleBlock wire, int events)
      throws MalformedRecordException {
    @Nullable String[] sessions = new @Nullable String[events];
    long[] high = new long[events];
    long[] low = new long[events];
    ByteBuffer hashes = wire.getHashedIds().asReadOnlyByteBuffer();
    int event = 0;
    for (IdentityRun run : wire.getIdentitiesList()) {
      int length = run.getEvents();
      if (length < 1 || length > events - event) {
        throw new MalformedRecordException("identity runs do not cover the block's events");
      }
      switch (run.getKindCase()) {
        case SEQUENCE -> {
          Arrays.fill(sessions, event, event + length, run.getSequence().getSession());
          fillSequence(high, event, length, run.getSequence().getFirst());
        }
        case HASHED -> fillHashes(high, low, event, length, hashes);
        case KIND_NOT_SET -> throw new MalformedRecordException("an identity run has no kind");
      }
      event += length;
    }
    if (event != events || hashes.hasRemaining()) {
      throw new MalformedRecordException("identities and events differ in number");
    }
    return new Identities(sessions, high, low);
  }

  private static void fillSequence(long[] seq, int from, int length, long first)
      throws MalformedRecordException {
    if (first < 0 || first > Long.MAX_VALUE - length + 1) {
      throw new MalformedRecordException("a sequence lies outside 0 to 2^63-1");
    }
    for (int i = 0; i < length; i++) {
      seq[from + i] = first + i;
    }
  }

  private static void fillHashes(long[] high, long[] low, int from, int length, ByteBuffer hashes)
      throws MalformedRecordException {
    if (hashes.remaining() < length * 2 * Long.BYTES) {
      throw new MalformedRecordException("fewer hashed identities than events");
    }
    for (int i = from; i < from + length; i++) {
      high[i] = hashes.getLong();
      low[i] = hashes.getLong();
    }
  }
}
