package io.evenkeel.model.signal;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds exact spellings of names by their bytes in JSON. It answers only what the look-up by text
 * answered when it was built; a name that it does not have may still be a signal's. Immutable and
 * safe for use by many threads.
 */
public final class SpellingTable {
  private final @Nullable SignalSpelling[] slots;

  /**
   * A table of some spellings.
   *
   * @param match the look-up by text; null for a name that nobody knows
   */
  public SpellingTable(
      Collection<String> spellings, Function<String, @Nullable SignalMatch> match) {
    // At most a quarter full, so that looking for what is not there ends soon.
    this.slots = new @Nullable SignalSpelling[Integer.highestOneBit(spellings.size() * 4 + 4) * 2];
    for (String text : spellings) {
      put(new SignalSpelling(text, match.apply(text), 0));
    }
  }

  /**
   * The spelling whose bytes stand from {@code from} to a quotation mark at {@code to}, or null.
   */
  public @Nullable SignalSpelling find(byte[] json, int from, int to) {
    int slot = AsciiBytes.hash(json, from, to) & (slots.length - 1);
    for (SignalSpelling found = slots[slot]; found != null; found = slots[slot]) {
      if (found.name().length() == to - from + 1 && found.name().standsAt(json, from)) {
        return found;
      }
      slot = slot + 1 & (slots.length - 1);
    }
    return null;
  }

  private void put(SignalSpelling spelling) {
    byte[] quoted = (spelling.text() + '"').getBytes(StandardCharsets.UTF_8);
    if (find(quoted, 0, quoted.length - 1) != null) {
      return;
    }
    int slot = AsciiBytes.hash(quoted, 0, quoted.length - 1) & (slots.length - 1);
    while (slots[slot] != null) {
      slot = slot + 1 & (slots.length - 1);
    }
    slots[slot] = spelling;
  }
}
