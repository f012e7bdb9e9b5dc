package io.evenkeel.gateway.decode;

import io.evenkeel.gateway.decode.scan.JsonCursor;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.SignalSpelling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names of signals in one body stand for, and which of them the current event has had. Not
 * thread-safe; one for each body.
 */
final class SignalNames {
  // A body with more names than that has no plain events from there on.
  private static final int UNUSUAL_MAX = 1_024;

  private final TenantMapping mapping;
  private @Nullable Map<String, SignalSpelling> unusual;
  // The event that had a signal last, counted from 1: by id, and by number for unknown signals.
  private int[] knownIn = new int[96];
  private int[] unknownIn = {};
  private int event;

  SignalNames(TenantMapping mapping) {
    this.mapping = mapping;
  }

  void beginEvent() {
    event++;
  }

  /**
   * Reads a name and the quotation mark behind it.
   *
   * @param expected the name that most likely stands there, or null
   * @return null if it is no plain name
   */
  @Nullable SignalSpelling read(JsonCursor cursor, @Nullable SignalSpelling expected) {
    if (expected != null && cursor.quoted(expected.name())) {
      return expected;
    }
    if (!cursor.text()
        || cursor.textLength() < 1
        || cursor.textLength() > EventLimits.SIGNAL_NAME_BYTES_MAX) {
      return null;
    }
    SignalSpelling usual = mapping.usualSpelling(cursor.json(), cursor.textFrom(), cursor.textTo());
    return usual != null ? usual : unusual(cursor.text(cursor.textFrom(), cursor.textTo()));
  }

  /** Notes that the event has a signal; false if it had one of that name or meaning already. */
  boolean isFirst(SignalSpelling name) {
    int place = name.isKnown() ? name.signalId() : name.number();
    int[] seenIn = name.isKnown() ? knownIn : unknownIn;
    if (place >= seenIn.length) {
      seenIn = Arrays.copyOf(seenIn, Math.max(place + 1, seenIn.length * 2));
      if (name.isKnown()) {
        knownIn = seenIn;
      } else {
        unknownIn = seenIn;
      }
    }
    boolean first = seenIn[place] != event;
    seenIn[place] = event;
    return first;
  }

  private @Nullable SignalSpelling unusual(String name) {
    if (unusual == null) {
      unusual = new HashMap<>();
    }
    SignalSpelling known = unusual.get(name);
    if (known == null && unusual.size() < UNUSUAL_MAX) {
      known = mapping.spelling(name, unusual.size());
      unusual.put(name, known);
    }
    return known;
  }
}
