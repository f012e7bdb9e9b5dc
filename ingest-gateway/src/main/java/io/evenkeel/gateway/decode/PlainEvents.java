package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import io.evenkeel.model.event.EventId;
import io.evenkeel.model.event.EventIdBytes;
import io.evenkeel.model.record.VehicleBlockBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts plain events that keep all rules straight into the columns of their vehicles. What breaks a
 * rule is left to {@link EventRules}, which says why. Not thread-safe; one for each body.
 */
final class PlainEvents {
  private final EventScanner scanner;
  private final JsonCursor cursor;
  private final VehicleGrouping grouping;
  private final EventIdBytes ids = new EventIdBytes();
  private final long earliest;
  private final long latest;
  private String session = "";
  private int sessionFrom;
  private int sessionTo;

  PlainEvents(
      EventScanner scanner,
      JsonCursor cursor,
      VehicleGrouping grouping,
      DecodeConfig config,
      SendingRights rights) {
    this.scanner = scanner;
    this.cursor = cursor;
    this.grouping = grouping;
    this.earliest = rights.nowMillis() - config.ageMax(rights.lane()).toMillis();
    this.latest = rights.nowMillis() + config.aheadMax().toMillis();
  }

  /** Reads the event at the cursor; false if it is not plain. */
  boolean scan() {
    return scanner.scan() && scanner.signals().haveValues();
  }

  /**
   * Adds the event that was read.
   *
   * @param batchVehicle the vehicle of events that name none, or null
   * @return false if the event breaks a rule; nothing has changed then
   */
  boolean add(int index, @Nullable String batchVehicle, SendingRights rights) {
    boolean hasTime = scanner.has(EventMember.TIME);
    if (hasTime == scanner.has(EventMember.AGE)) {
      return false;
    }
    long time = hasTime ? scanner.time() : rights.nowMillis() - scanner.age();
    return time >= earliest
        && time <= latest
        && identityIsValid()
        && addAt(time, index, batchVehicle, rights);
  }

  private boolean identityIsValid() {
    boolean hasSeq = scanner.has(EventMember.SEQ);
    if (scanner.has(EventMember.ID)) {
      return !hasSeq
          && !scanner.has(EventMember.SESSION)
          && isWithin(EventMember.ID, 1, EventLimits.ID_CHARS_MAX);
    }
    return !scanner.has(EventMember.SESSION)
        || (hasSeq && isWithin(EventMember.SESSION, 0, EventLimits.SESSION_CHARS_MAX));
  }

  private boolean isWithin(EventMember member, int min, int max) {
    int length = scanner.textTo(member) - scanner.textFrom(member);
    return length >= min && length <= max;
  }

  private boolean addAt(long time, int index, @Nullable String batchVehicle, SendingRights rights) {
    EventId hashed = null;
    if (!scanner.has(EventMember.SEQ)) {
      hashed = hashedId();
      if (hashed == null) {
        return false;
      }
    }
    VehicleGrouping.Group group = group(batchVehicle, rights);
    if (group == null) {
      return false;
    }
    VehicleBlockBuilder block = group.block();
    if (hashed == null) {
      block.beginSequence(time, session(), scanner.seq());
    } else {
      block.beginHashed(time, hashed);
    }
    group.note(index, ownId());
    scanner.signals().addTo(block, cursor);
    return true;
  }

  private @Nullable EventId hashedId() {
    if (!scanner.has(EventMember.ID)) {
      return scanner.signals().contentId(ids, cursor);
    }
    return ids.ofId(
        cursor.json(), scanner.textFrom(EventMember.ID), scanner.textTo(EventMember.ID));
  }

  private @Nullable String ownId() {
    return scanner.has(EventMember.ID)
        ? cursor.text(scanner.textFrom(EventMember.ID), scanner.textTo(EventMember.ID))
        : null;
  }

  // Devices keep their session, often through a whole batch.
  private String session() {
    if (!scanner.has(EventMember.SESSION)) {
      return "";
    }
    int from = scanner.textFrom(EventMember.SESSION);
    int to = scanner.textTo(EventMember.SESSION);
    byte[] json = cursor.json();
    if (!Arrays.equals(json, from, to, json, sessionFrom, sessionTo)) {
      session = cursor.text(from, to);
      sessionFrom = from;
      sessionTo = to;
    }
    return session;
  }

  private VehicleGrouping.@Nullable Group group(
      @Nullable String batchVehicle, SendingRights rights) {
    if (scanner.has(EventMember.VEHICLE)) {
      return grouping.find(
          cursor.json(),
          scanner.textFrom(EventMember.VEHICLE),
          scanner.textTo(EventMember.VEHICLE),
          vehicle -> EventRules.allows(vehicle, rights));
    }
    return batchVehicle == null || !EventRules.allows(batchVehicle, rights)
        ? null
        : grouping.of(batchVehicle);
  }
}
