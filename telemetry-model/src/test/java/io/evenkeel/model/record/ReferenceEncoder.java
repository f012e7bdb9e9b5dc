package io.evenkeel.model.record;

import com.google.protobuf.ByteString;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.wire.Booleans;
import io.evenkeel.model.wire.HashedRun;
import io.evenkeel.model.wire.IdentityRun;
import io.evenkeel.model.wire.RawNumbers;
import io.evenkeel.model.wire.ScaledNumbers;
import io.evenkeel.model.wire.SequenceRun;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain way from a record to its bytes, by protobuf's own builders and from the public view of
 * a block: what the encoder must equal.
 */
final class ReferenceEncoder {
  private static final int SCALE_MAX = 15;
  // Integers up to 2^53 and these powers of ten are exact doubles, so one division rounds
  // correctly: m / 10^s is the
  // double nearest to the decimal, which is what a parser read in the first place.
  private static final double INTEGER_MAX = 1L << 53;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private ReferenceEncoder() {}

  static byte[] encode(TelemetryRecord record) {
    var wire =
        io.evenkeel.model.wire.TelemetryRecord.newBuilder()
            .setTenant(record.tenant())
            .setIngestTimeMs(record.ingestTimeMillis())
            .setJob(record.job());
    record.blocks().forEach(block -> wire.addBlocks(encode(block)));
    return wire.build().toByteArray();
  }

  static io.evenkeel.model.wire.VehicleBlock encode(VehicleBlock block) {
    var wire =
        io.evenkeel.model.wire.VehicleBlock.newBuilder()
            .setVehicle(block.vehicle())
            .setEvents(block.size());
    long previous = 0;
    for (int i = 0; i < block.size(); i++) {
      wire.addTimeDeltasMs(block.timeMillis(i) - previous);
      previous = block.timeMillis(i);
    }
    encodeIdentities(block.identities(), wire);
    for (Column column : block.columns()) {
      wire.addColumns(encode(column));
    }
    return wire.build();
  }

  private static void encodeIdentities(
      Identities identities, io.evenkeel.model.wire.VehicleBlock.Builder wire) {
    ByteBuffer hashes = ByteBuffer.allocate(identities.size() * 2 * Long.BYTES);
    int event = 0;
    while (event < identities.size()) {
      int end = endOfRun(identities, event);
      String session = identities.session(event);
      IdentityRun.Builder run = IdentityRun.newBuilder().setEvents(end - event);
      if (session == null) {
        run.setHashed(HashedRun.getDefaultInstance());
        for (int i = event; i < end; i++) {
          EventId id = identities.eventId(i);
          hashes.putLong(id.high()).putLong(id.low());
        }
      } else {
        run.setSequence(
            SequenceRun.newBuilder().setSession(session).setFirst(identities.seq(event)));
      }
      wire.addIdentities(run);
      event = end;
    }
    wire.setHashedIds(ByteString.copyFrom(hashes.flip()));
  }

  private static int endOfRun(Identities identities, int start) {
    String session = identities.session(start);
    int end = start + 1;
    while (end < identities.size() && continues(identities, session, end)) {
      end++;
    }
    return end;
  }

  private static boolean continues(Identities identities, @Nullable String session, int event) {
    String next = identities.session(event);
    if (session == null || next == null) {
      return session == null && next == null;
    }
    return session.equals(next) && identities.seq(event) == identities.seq(event - 1) + 1;
  }

  private static io.evenkeel.model.wire.Column encode(Column column) {
    var wire =
        io.evenkeel.model.wire.Column.newBuilder()
            .setSignal(column.key().signalId())
            .setName(column.key().name())
            .setPresence(encodePresence(column.presence()));
    switch (column) {
      case Column.Numbers numbers -> encodeNumbers(presentNumbers(numbers), wire);
      case Column.Flags flags -> wire.setBooleans(encodeFlags(flags));
      case Column.Texts texts -> wire.setTexts(encodeTexts(texts));
    }
    return wire.build();
  }

  private static ByteString encodePresence(Presence presence) {
    BitSet present = new BitSet();
    for (int e = presence.next(0); e >= 0; e = presence.next(e + 1)) {
      present.set(e);
    }
    return presence.count() == presence.events()
        ? ByteString.EMPTY
        : ByteString.copyFrom(present.toByteArray());
  }

  private static double[] presentNumbers(Column.Numbers column) {
    double[] present = new double[column.presence().count()];
    int next = 0;
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      present[next++] = column.values()[e];
    }
    return present;
  }

  private static Booleans encodeFlags(Column.Flags column) {
    BitSet bits = new BitSet();
    int next = 0;
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      bits.set(next++, column.values().get(e));
    }
    return Booleans.newBuilder().setBits(ByteString.copyFrom(bits.toByteArray())).build();
  }

  private static io.evenkeel.model.wire.Texts encodeTexts(Column.Texts column) {
    Map<String, Integer> distinct = new LinkedHashMap<>();
    var wire = io.evenkeel.model.wire.Texts.newBuilder();
    for (int e = column.presence().next(0); e >= 0; e = column.presence().next(e + 1)) {
      wire.addIndex(distinct.computeIfAbsent(column.values()[e], text -> distinct.size()));
    }
    return wire.addAllDistinct(distinct.keySet()).build();
  }

  private static void encodeNumbers(double[] values, io.evenkeel.model.wire.Column.Builder wire) {
    ScaledNumbers scaled = scaled(values);
    if (scaled != null && scaled.getSerializedSize() <= values.length * Double.BYTES) {
      wire.setScaled(scaled);
    } else {
      RawNumbers.Builder raw = RawNumbers.newBuilder();
      for (double value : values) {
        raw.addValues(value);
      }
      wire.setRaw(raw);
    }
  }

  /** The shortest exact scaled form, or null if one of the values has none. */
  private static @Nullable ScaledNumbers scaled(double[] values) {
    int scale = 0;
    for (double value : values) {
      scale = exactScale(value, scale);
      if (scale > SCALE_MAX) {
        return null;
      }
    }
    return deltas(values, scale);
  }

  /**
   * The smallest scale from {@code from} on at which the value is exact, or more than SCALE_MAX.
   */
  private static int exactScale(double value, int from) {
    int scale = from;
    while (scale <= SCALE_MAX && !isExact(value, scale)) {
      scale++;
    }
    return scale;
  }

  private static boolean isExact(double value, int scale) {
    double integer = Math.rint(value * POWERS_OF_TEN[scale]);
    // Compared by bits: -0.0 is a value of its own and has no integer.
    return Math.abs(integer) <= INTEGER_MAX
        && Double.doubleToRawLongBits((long) integer / POWERS_OF_TEN[scale])
            == Double.doubleToRawLongBits(value);
  }

  // An earlier value may be exact at its own scale and not at the larger one of a later value, so
  // all are checked again.
  private static @Nullable ScaledNumbers deltas(double[] values, int scale) {
    if (!Arrays.stream(values).allMatch(value -> isExact(value, scale))) {
      return null;
    }
    ScaledNumbers.Builder wire = ScaledNumbers.newBuilder().setScale(scale);
    long previous = 0;
    for (double value : values) {
      long integer = (long) Math.rint(value * POWERS_OF_TEN[scale]);
      wire.addDeltas(integer - previous);
      previous = integer;
    }
    return wire.build();
  }
}
