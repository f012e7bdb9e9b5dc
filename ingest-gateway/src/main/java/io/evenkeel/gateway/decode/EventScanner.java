package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import io.evenkeel.gateway.decode.scan.NumberScanner;
import io.evenkeel.gateway.decode.scan.TimeScanner;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.SignalSpelling;

/**
 * Reads one plain event: known members and signals, each once, of the right types, in ASCII without
 * escapes. Not thread-safe; one for each body, so that nothing of a tenant outlives its request.
 */
final class EventScanner {
  private final JsonCursor cursor;
  private final MemberNames memberNames;
  private final SignalNames signalNames;
  private final NumberScanner number = new NumberScanner();
  private final TimeScanner times = new TimeScanner();
  private final ScannedSignals signals = new ScannedSignals();
  private int seen;
  private int valued;
  private final int[] textFrom = new int[EventMember.values().length];
  private final int[] textTo = new int[EventMember.values().length];
  private long time;
  private long age;
  private long seq;

  EventScanner(JsonCursor cursor, TenantMapping mapping) {
    this.cursor = cursor;
    this.memberNames = new MemberNames(mapping);
    this.signalNames = new SignalNames(mapping);
  }

  /**
   * Reads the event whose brace is at the cursor, and leaves the cursor behind it.
   *
   * @return false if it is not plain; what was read means nothing then
   */
  boolean scan() {
    seen = 0;
    valued = 0;
    signals.clear();
    if (!cursor.skip('{')) {
      return false;
    }
    int place = 0;
    do {
      if (cursor.peek() != '"' || !member(place++)) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  /** Whether the event has a member that is not null. */
  boolean has(EventMember member) {
    return (valued & bit(member)) != 0;
  }

  /** Where a member's text begins. */
  int textFrom(EventMember member) {
    return textFrom[member.ordinal()];
  }

  /** Where it ends. */
  int textTo(EventMember member) {
    return textTo[member.ordinal()];
  }

  /** The member {@code time}, Unix milliseconds. */
  long time() {
    return time;
  }

  /** The member {@code age_ms}. */
  long age() {
    return age;
  }

  /** The member {@code seq}. */
  long seq() {
    return seq;
  }

  ScannedSignals signals() {
    return signals;
  }

  private boolean member(int place) {
    EventMember member = memberNames.read(cursor, place);
    if (member == null || (seen & bit(member)) != 0 || !cursor.skip(':')) {
      return false;
    }
    seen |= bit(member);
    byte first = cursor.peek();
    if (first == 'n') {
      return cursor.word("null");
    }
    valued |= bit(member);
    return switch (member) {
      case VEHICLE, SESSION, ID -> readText(member);
      case TIME -> first == '"' ? readTimeText() : readTimeMillis();
      case AGE -> readAge();
      case SEQ -> readSeq();
      case SIGNALS -> readSignals();
    };
  }

  private boolean readText(EventMember member) {
    if (!cursor.text()) {
      return false;
    }
    textFrom[member.ordinal()] = cursor.textFrom();
    textTo[member.ordinal()] = cursor.textTo();
    return true;
  }

  private boolean readTimeText() {
    if (!cursor.text()) {
      return false;
    }
    time = times.read(cursor.json(), cursor.textFrom(), cursor.textTo());
    return time != TimeScanner.NOT_PLAIN;
  }

  private boolean readTimeMillis() {
    boolean read = cursor.integer();
    time = cursor.integerValue();
    return read;
  }

  private boolean readAge() {
    boolean read = cursor.integer();
    age = cursor.integerValue();
    return read;
  }

  private boolean readSeq() {
    boolean read = cursor.integer();
    seq = cursor.integerValue();
    return read;
  }

  private boolean readSignals() {
    if (!cursor.skip('{')) {
      return false;
    }
    signalNames.beginEvent();
    do {
      if (cursor.peek() != '"' || !readSignal()) {
        return false;
      }
    } while (cursor.skip(','));
    return cursor.skip('}');
  }

  private boolean readSignal() {
    int from = cursor.at() + 1;
    SignalSpelling name = signalNames.read(cursor, signals.expected());
    if (name == null
        || signals.count() == EventLimits.SIGNALS_MAX
        || !signalNames.isFirst(name)
        || !cursor.skip(':')) {
      return false;
    }
    signals.name(name, from);
    return switch (cursor.peek()) {
      case '"' -> cursor.text() && signals.text(name, cursor);
      case 't' -> cursor.word("true") && signals.flag(name, true);
      case 'f' -> cursor.word("false") && signals.flag(name, false);
      case 'n' -> cursor.word("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          number.read(cursor) && signals.number(name, number);
      default -> false;
    };
  }

  private static int bit(EventMember member) {
    return 1 << member.ordinal();
  }
}
