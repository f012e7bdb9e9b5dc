package io.evenkeel.admin.letter;

import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
  /** Kept; nobody has decided yet. */
  HELD,
  /** A replay has claimed it. */
  REPLAYING,
  /** Everything in it was accepted. */
  REPLAYED,
  /** Somebody decided that it is not needed. */
  DISCARDED;

  /** As the database writes it. */
  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LetterState of(String sql) {
    return valueOf(sql.toUpperCase(Locale.ROOT));
  }
}
