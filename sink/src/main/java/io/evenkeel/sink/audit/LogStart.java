package io.evenkeel.sink.audit;

import io.evenkeel.sink.audit.DatabaseCut.LogPosition;
import io.evenkeel.sink.audit.TopicReader.Range;
import org.jspecify.annotations.Nullable;

/**
 * From where the log of a partition is counted. Sealed by {@link Kind}.
 *
 * @param from first offset whose record changes the count; the cut itself where nothing does
 * @param known up to where the database's counts go, -1 if it has none that can be used
 * @param note why the count could not go on, empty if it could
 */
record LogStart(Kind kind, long from, long known, String note) {
  /** What the counts that were known are worth. */
  enum Kind {
    /** Nothing was counted before, and log and books began together. */
    BEGINNING,
    /** The counts go on from where they are. */
    KNOWN,
    /** The books are taken over as they are: there is nothing to compare them with yet. */
    BOOKS
  }

  /**
   * Decides.
   *
   * @param counted how far the log was counted before, null if it never was
   * @param source the cut
   * @param telemetry what the log holds
   * @param past whether the books hold events of another topic
   */
  static LogStart of(@Nullable LogPosition counted, long source, Range telemetry, boolean past) {
    if (counted == null) {
      return telemetry.from() == 0 && !past
          ? new LogStart(Kind.BEGINNING, 0, -1, "")
          : new LogStart(Kind.BOOKS, source, -1, "");
    }
    long first = Math.min(counted.next(), source);
    if (first < telemetry.from() && first != source) {
      return new LogStart(
          Kind.BOOKS,
          source,
          counted.next(),
          "records from offset %d on were removed before the audit counted them; it goes on from the books"
              .formatted(first));
    }
    return new LogStart(Kind.KNOWN, first, counted.next(), "");
  }

  /** 1 if a record is to be added to the counts, -1 if it was counted beyond the cut, else 0. */
  int sign(long offset, long source) {
    return switch (kind) {
      case BEGINNING -> offset < source ? 1 : 0;
      case BOOKS -> 0;
      case KNOWN ->
          offset >= known && offset < source ? 1 : offset < known && offset >= source ? -1 : 0;
    };
  }

  /** Whether the count says anything about the books. */
  boolean isCountable() {
    return kind != Kind.BOOKS;
  }
}
