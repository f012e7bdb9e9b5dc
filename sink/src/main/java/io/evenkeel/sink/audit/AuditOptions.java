package io.evenkeel.sink.audit;

import java.util.List;
import java.util.Optional;

/**
 * How far an audit goes.
 *
 * @param inFlightMax most records read beyond the positions, over all partitions of a topic; what
 *     lies further back is said to be at least there
 * @param lettersMax most records of the dead-letter topic that are compared with rows, the newest
 * @param rows whether to count the rows
 * @param minutes which minutes to compare with their rows
 * @param remember whether to note in the database how far the log was counted, so that the next
 *     audit need not count it again
 * @param tenant report only this tenant, and compare only its minutes
 */
public record AuditOptions(
    long inFlightMax,
    long lettersMax,
    boolean rows,
    MinuteScope minutes,
    boolean remember,
    Optional<String> tenant) {
  /** Everything. */
  public static final AuditOptions EVERYTHING =
      new AuditOptions(5_000_000, 1_000_000, true, new MinuteScope.All(), true, Optional.empty());

  public AuditOptions {
    if (inFlightMax < 1 || lettersMax < 0) {
      throw new IllegalArgumentException(
          "in-flight-max must be at least 1, letters-max at least 0");
    }
  }

  /** The same without minutes. */
  public AuditOptions withoutMinutes() {
    return new AuditOptions(
        inFlightMax, lettersMax, rows, new MinuteScope.Slices(List.of()), remember, tenant);
  }

  /** The same for one tenant. */
  public AuditOptions withTenant(String slug) {
    return new AuditOptions(inFlightMax, lettersMax, rows, minutes, remember, Optional.of(slug));
  }

  /** The same with another bound on what is read beyond the positions. */
  public AuditOptions withInFlightMax(long records) {
    return new AuditOptions(records, lettersMax, rows, minutes, remember, tenant);
  }

  /** Which minutes are compared. */
  public sealed interface MinuteScope {
    /** All. */
    record All() implements MinuteScope {}

    /** Only these. */
    record Slices(List<Slice> slices) implements MinuteScope {
      public Slices {
        slices = List.copyOf(slices);
      }
    }
  }
}
