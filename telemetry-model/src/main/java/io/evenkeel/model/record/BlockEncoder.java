package io.evenkeel.model.record;

import com.google.protobuf.ByteString;
import io.evenkeel.model.wire.HashedRun;
import io.evenkeel.model.wire.IdentityRun;
import io.evenkeel.model.wire.SequenceRun;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Block to wire form. */
final class BlockEncoder {
  private BlockEncoder() {}

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
      wire.addColumns(ColumnCodec.encode(column));
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
          var id = identities.eventId(i);
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
}
