package io.evenkeel.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.evenkeel.gateway.decode.scan.JsonCursor;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"vehicle"?: …, "events": […]}} by scanning. An event that is not plain is read
 * again by {@link EventReader}; of a batch that is not, nothing is used. Not thread-safe; one for
 * each body.
 */
final class JsonScan {
  // With more than these, and more than the plain ones, reading every event twice is no gain.
  private static final int REREAD_MAX = 8;

  private final JsonFactory eventJson;
  private final int eventsMax;
  private final JsonCursor cursor;
  private final PlainEvents plain;
  private final Judged judged;
  private final EventReader reader;
  private @Nullable String vehicle;
  private boolean vehicleSeen;
  private @Nullable String assumedVehicle;
  private boolean eventsSeen;
  private int reread;

  JsonScan(
      JsonFactory eventJson,
      int eventsMax,
      JsonCursor cursor,
      PlainEvents plain,
      Judged judged,
      EventReader reader) {
    this.eventJson = eventJson;
    this.eventsMax = eventsMax;
    this.cursor = cursor;
    this.plain = plain;
    this.judged = judged;
    this.reader = reader;
  }

  /** What the body holds, or null if the batch is not plain. */
  DecodedBatch.@Nullable Events read(SendingRights rights) {
    return readBatch(rights) && eventsSeen && Objects.equals(vehicle, assumedVehicle)
        ? judged.build()
        : null;
  }

  private boolean readBatch(SendingRights rights) {
    if (!cursor.skip('{')) {
      return false;
    }
    do {
      if (cursor.peek() != '"' || !readMember(rights)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}') && cursor.isAtEnd();
  }

  private boolean readMember(SendingRights rights) {
    if (!cursor.text()) {
      return false;
    }
    String name = cursor.text(cursor.textFrom(), cursor.textTo());
    if (!cursor.skip(':')) {
      return false;
    }
    return switch (name) {
      case "events" -> readEvents(rights);
      case "vehicle" -> readVehicle();
      default -> "vehicle".equals(rights.mapping().member(name)) && readVehicle();
    };
  }

  private boolean readVehicle() {
    if (vehicleSeen) {
      return false;
    }
    vehicleSeen = true;
    if (cursor.peek() == 'n') {
      return cursor.word("null");
    }
    if (!cursor.text()) {
      return false;
    }
    vehicle = cursor.text(cursor.textFrom(), cursor.textTo());
    return true;
  }

  private boolean readEvents(SendingRights rights) {
    if (eventsSeen || !cursor.skip('[')) {
      return false;
    }
    eventsSeen = true;
    assumedVehicle = vehicleSeen ? vehicle : lastText();
    if (cursor.skip(']')) {
      return true;
    }
    int index = 0;
    do {
      if (index == eventsMax || !readEvent(index++, rights)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip(']');
  }

  private boolean readEvent(int index, SendingRights rights) {
    if (cursor.peek() != '{') {
      return false;
    }
    int from = cursor.at();
    if (plain.scan() && plain.add(index, assumedVehicle, rights)) {
      return true;
    }
    reread++;
    boolean isWorthwhile = reread <= REREAD_MAX || reread <= (index + 1) / 2;
    return isWorthwhile && reread(from, index, rights);
  }

  private boolean reread(int from, int index, SendingRights rights) {
    byte[] json = cursor.json();
    try (JsonParser parser = eventJson.createParser(json, from, cursor.end() - from)) {
      parser.nextToken();
      EventDraft draft = reader.read(parser, index);
      int to = from + (int) parser.currentLocation().getByteOffset();
      if (PaddingBytes.first(json, from, to) >= 0) {
        return false;
      }
      draft.stands(from, to);
      judged.judge(draft, assumedVehicle, rights);
      cursor.at(to);
      return true;
    } catch (IOException e) {
      // The batch is no JSON; whoever reads all of it says where.
      return false;
    }
  }

  // The batch's vehicle may stand behind its events, which need it before. Then the body mostly
  // ends with its name. A wrong guess is noticed when the name is read, or is not there.
  private @Nullable String lastText() {
    byte[] json = cursor.json();
    int brace = lastOther(json, cursor.end());
    int to = brace < 0 || json[brace] != '}' ? -1 : lastOther(json, brace);
    if (to < 0 || json[to] != '"') {
      return null;
    }
    int from = to;
    while (from > 0 && json[from - 1] != '"') {
      from--;
    }
    return cursor.text(from, to);
  }

  // The last byte before a place that is no white space, or -1.
  private static int lastOther(byte[] json, int before) {
    int place = before - 1;
    while (place >= 0 && json[place] <= ' ' && json[place] >= 0) {
      place--;
    }
    return place;
  }
}
