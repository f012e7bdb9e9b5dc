package io.evenkeel.sink.caretaker;

import static java.util.stream.Collectors.joining;

import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.schema.SignalColumns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that compute vehicle minutes from readings. Each takes three arrays: vehicle ids, and
 * the first minutes and the minutes after the last, since the Unix epoch, all within one UTC day.
 */
final class MinuteSql {
  private static final String RANGES =
      "(SELECT v, to_timestamp(f * 60) AS since, to_timestamp(t * 60) AS till"
          + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS u (v, f, t)) AS d";

  private MinuteSql() {}

  /** Which signals occur: one row of booleans, in the order of the given signals. */
  static String present(List<Signal> signals, LocalDate day) {
    return signals.stream()
        .map(signal -> "count(r." + SignalColumns.column(signal) + ") > 0")
        .collect(joining(", ", "SELECT ", " FROM " + readings(day)));
  }

  /**
   * Writes the minutes that have readings.
   *
   * @param present signals that occur; all others become empty
   * @param all every signal that minutes keep something of
   * @param guarded whether sums have to be kept from leaving the range of a double; slower
   */
  static String upsert(List<Signal> present, List<Signal> all, LocalDate day, boolean guarded) {
    List<String> names = new ArrayList<>(List.of("vehicle_id", "minute", "events", "revision"));
    List<String> values =
        new ArrayList<>(
            List.of("r.vehicle_id", "date_trunc('minute', r.event_time)", "count(*)", "1"));
    for (Signal signal : present) {
      names.addAll(SignalColumns.minuteColumns(signal));
      values.addAll(aggregates(signal, guarded));
    }
    return "INSERT INTO evenkeel.vehicle_minute AS m ("
        + String.join(", ", names)
        + ") SELECT "
        + String.join(", ", values)
        + " FROM "
        + readings(day)
        + " GROUP BY 1, 2 ORDER BY 1, 2"
        + " ON CONFLICT (vehicle_id, minute) DO UPDATE SET events = excluded.events,"
        + " revision = m.revision + 1"
        + all.stream()
            .flatMap(signal -> SignalColumns.minuteColumns(signal).stream())
            .map(column -> ", " + column + " = excluded." + column)
            .collect(joining());
  }

  /** Removes the minutes that have no readings. */
  static String deleteEmpty(LocalDate day) {
    return "DELETE FROM evenkeel.vehicle_minute m USING "
        + RANGES
        + " WHERE m.vehicle_id = d.v AND m.minute >= d.since AND m.minute < d.till"
        + " AND NOT EXISTS (SELECT FROM evenkeel.reading r WHERE r.vehicle_id = m.vehicle_id"
        + " AND r.event_time >= m.minute AND r.event_time < m.minute + interval '1 minute' AND "
        + within("r.event_time", day)
        + ")";
  }

  private static String readings(LocalDate day) {
    return RANGES
        + " JOIN evenkeel.reading r ON r.vehicle_id = d.v"
        + " AND r.event_time >= d.since AND r.event_time < d.till AND "
        + within("r.event_time", day);
  }

  // Constants, so that planning sees one partition and locks no other.
  private static String within(String column, LocalDate day) {
    return "%1$s >= '%2$s 00:00:00+00' AND %1$s < '%3$s 00:00:00+00'"
        .formatted(column, day, day.plusDays(1));
  }

  private static List<String> aggregates(Signal signal, boolean guarded) {
    String x = "r." + SignalColumns.column(signal);
    if (signal.aggregation() == Aggregation.LAST) {
      return List.of(
          "(array_agg(%1$s ORDER BY r.event_time DESC, %1$s DESC) FILTER (WHERE %1$s IS NOT NULL))[1]"
              .formatted(x));
    }
    return List.of(
        "nullif(count(" + x + "), 0)",
        guarded ? guardedSum(x) : "sum(" + x + ")",
        "min(" + x + ")",
        "max(" + x + ")");
  }

  // PostgreSQL fails where a sum of doubles overflows; the processor's sum is infinite then, and
  // so is this one. Values next to zero would underflow, and do not count beside such large ones.
  private static String guardedSum(String x) {
    String scaled = "coalesce(sum(%1$s / 1e10) FILTER (WHERE abs(%1$s) > 1e-290), 0)".formatted(x);
    return "CASE WHEN count(%1$s) = 0 THEN NULL WHEN abs(%2$s) < 1.7e298 THEN %2$s * 1e10 ELSE sign(%2$s) * 'Infinity'::double precision END"
        .formatted(x, scaled);
  }
}
