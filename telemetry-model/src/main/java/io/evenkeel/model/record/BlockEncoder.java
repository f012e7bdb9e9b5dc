package io.evenkeel.model.record;

import org.jspecify.annotations.Nullable;

/** Block to wire form, straight from its columns. */
final class BlockEncoder {
  private static final int VEHICLE = 1;
  private static final int EVENTS = 2;
  private static final int TIME_DELTAS_MS = 3;
  private static final int IDENTITIES = 4;
  private static final int HASHED_IDS = 5;
  private static final int COLUMNS = 6;
  private static final int RUN_EVENTS = 1;
  private static final int RUN_SEQUENCE = 2;
  private static final int RUN_HASHED = 3;
  private static final int SEQUENCE_SESSION = 1;
  private static final int SEQUENCE_FIRST = 2;

  private BlockEncoder() {}

  /** Writes a block, without its own field. */
  static void write(VehicleBlock block, WireWriter out) {
    writeColumns(block, out);
    Identities identities = block.identities();
    writeHashes(identities, out);
    for (int end = block.size(); end > 0; ) {
      int from = startOfRun(identities, end);
      writeRun(identities, from, end, out);
      end = from;
    }
    int before = out.size();
    out.deltas(block.times(), block.size());
    out.field(TIME_DELTAS_MS, before);
    out.number(EVENTS, block.size());
    out.text(VEHICLE, block.vehicle());
  }

  private static void writeColumns(VehicleBlock block, WireWriter out) {
    PackedColumn[] columns = block.packed();
    for (int i = columns.length - 1; i >= 0; i--) {
      int before = out.size();
      columns[i].write(out, block.size());
      out.field(COLUMNS, before);
    }
  }

  private static void writeHashes(Identities identities, WireWriter out) {
    int before = out.size();
    for (int i = identities.size() - 1; i >= 0; i--) {
      if (identities.session(i) == null) {
        out.bigEndian64(identities.low(i));
        out.bigEndian64(identities.high(i));
      }
    }
    if (out.size() > before) {
      out.field(HASHED_IDS, before);
    }
  }

  private static void writeRun(Identities identities, int from, int end, WireWriter out) {
    int before = out.size();
    String session = identities.session(from);
    if (session == null) {
      out.field(RUN_HASHED, before);
    } else {
      out.number(SEQUENCE_FIRST, identities.seq(from));
      out.text(SEQUENCE_SESSION, session);
      out.field(RUN_SEQUENCE, before);
    }
    out.number(RUN_EVENTS, end - from);
    out.field(IDENTITIES, before);
  }

  // Whether an event continues the run of the one before it does not depend on where the run
  // begins, so runs can be found from their ends.
  private static int startOfRun(Identities identities, int end) {
    int start = end - 1;
    while (start > 0 && continues(identities, start)) {
      start--;
    }
    return start;
  }

  private static boolean continues(Identities identities, int event) {
    @Nullable String session = identities.session(event - 1);
    @Nullable String next = identities.session(event);
    if (session == null || next == null) {
      return session == null && next == null;
    }
    return session.equals(next) && identities.seq(event) == identities.seq(event - 1) + 1;
  }
}
