package io.evenkeel.sink.audit;

import static java.util.stream.Collectors.joining;

import io.evenkeel.model.signal.Aggregation;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.schema.SignalColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that compare the vehicle minutes of a slice with its readings. They share nothing with
 * those that compute minutes: a mistake there is to be found here. In plain groups without order
 * inside, so that one pass over the rows is enough.
 *
 * <p>Each statement takes the vehicle ids {@code from} and {@code to} twice.
 */
final class MinuteComparisonSql {
  /** What is wrong with a minute that has rows but is not there. */
  static final String ABSENT = "absent";

  /** What is wrong with a minute that is there but has no rows. */
  static final String EMPTY = "empty";

  /** A signal occurs in the rows that was not compared: the slice has to be compared again. */
  static final String STRAY = "stray";

  // PostgreSQL's own bound is 100.
  private static final int ARGUMENTS_MAX = 90;
  private static final String SECONDS = "date_part('epoch', event_time)";
  private static final String MINUTE =
      "date_bin('1 minute', event_time, '2000-01-01 00:00:00+00'::timestamptz)";
  // Sums of doubles differ in their last digits with the order of the values.
  private static final String TOLERANCE = "1e-9";

  private MinuteComparisonSql() {}

  /** Which signals the minutes of a slice have: one row of booleans in order of the signals. */
  static String present(List<Signal> signals, Slice slice) {
    return signals.stream()
        .map(
            signal -> "bool_or(" + SignalColumns.minuteColumns(signal).getFirst() + " IS NOT NULL)")
        .collect(
            joining(
                ", ", "SELECT ", " FROM evenkeel.vehicle_minute WHERE " + within("minute", slice)));
  }

  /** Only the number of rows of a slice: tenant number, rows. */
  static String rows(Slice slice) {
    return "SELECT vehicle_id >> 40, count(*) FROM evenkeel.reading WHERE "
        + within("event_time", slice)
        + " GROUP BY 1";
  }

  /**
   * The comparison: tenant number, what is wrong or null, number of rows, and of what is wrong
   * vehicle ids and minutes since the epoch.
   *
   * @param present signals to compare
   * @param absent signals that are not expected to occur
   * @param exact whether sums leave the range of a double on the way; slower
   */
  static String compare(List<Signal> present, List<Signal> absent, Slice slice, boolean exact) {
    List<String> aggregates = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Signal signal : present) {
      if (signal.aggregation() == Aggregation.STATS) {
        addStats(signal, exact, aggregates, wrong);
      } else {
        addLast(signal, aggregates, wrong);
      }
    }
    aggregates.add(strays(absent) + " AS strays");
    return """
    SELECT vehicle_id >> 40, wrong, sum(n)::bigint,
      array_agg(vehicle_id) FILTER (WHERE wrong IS NOT NULL),
      array_agg((date_part('epoch', minute) / 60)::bigint) FILTER (WHERE wrong IS NOT NULL)
    FROM (
      SELECT coalesce(r.vehicle_id, m.vehicle_id) AS vehicle_id, coalesce(r.minute, m.minute) AS minute,
        coalesce(r.n, 0) AS n,
        CASE WHEN r.strays THEN 'stray' WHEN m.vehicle_id IS NULL THEN 'absent' WHEN r.vehicle_id IS NULL THEN 'empty'
          WHEN m.events <> r.n THEN 'events' %s END AS wrong
      FROM (SELECT vehicle_id, %s AS minute, count(*) AS n, %s FROM evenkeel.reading WHERE %s GROUP BY 1, 2) r
      FULL JOIN (SELECT * FROM evenkeel.vehicle_minute WHERE %s) m
        ON m.vehicle_id = r.vehicle_id AND m.minute = r.minute) c
    GROUP BY 1, 2
    """
        .formatted(
            String.join(" ", wrong),
            MINUTE,
            String.join(", ", aggregates),
            within("event_time", slice),
            within("minute", slice));
  }

  private static void addStats(
      Signal signal, boolean exact, List<String> aggregates, List<String> wrong) {
    String x = SignalColumns.column(signal);
    String count = SignalColumns.quoted(signal, "_count");
    String sum = SignalColumns.quoted(signal, "_sum");
    String min = SignalColumns.quoted(signal, "_min");
    String max = SignalColumns.quoted(signal, "_max");
    aggregates.add("count(%s) AS %s".formatted(x, count));
    aggregates.add("sum(%s%s) AS %s".formatted(x, exact ? "::numeric" : "", sum));
    aggregates.add("min(%1$s) AS %2$s, max(%1$s) AS %3$s".formatted(x, min, max));
    wrong.add(when("coalesce(m.%1$s, 0) <> r.%1$s".formatted(count), count));
    wrong.add(when("m.%1$s IS DISTINCT FROM r.%1$s".formatted(min), min));
    wrong.add(when("m.%1$s IS DISTINCT FROM r.%1$s".formatted(max), max));
    wrong.add(when("(m.%1$s IS NULL) <> (r.%1$s IS NULL)".formatted(sum), sum));
    wrong.add(
        when(
            exact ? sumDiffersExact(sum, min, max, count) : sumDiffers(sum, min, max, count), sum));
  }

  private static String sumDiffers(String sum, String min, String max, String count) {
    return "m.%1$s <> r.%1$s AND abs(m.%1$s - r.%1$s) > %5$s * r.%4$s * greatest(abs(r.%2$s), abs(r.%3$s))"
        .formatted(sum, min, max, count, TOLERANCE);
  }

  // A sum beyond the range of a double is an infinity in the minute.
  private static String sumDiffersExact(String sum, String min, String max, String count) {
    return "CASE WHEN abs(m.%1$s) = 'Infinity' THEN abs(r.%1$s) < 1.7e308::numeric ELSE abs(m.%1$s::numeric - r.%1$s) > %5$s * r.%4$s * greatest(abs(r.%2$s), abs(r.%3$s))::numeric END"
        .formatted(sum, min, max, count, TOLERANCE);
  }

  // The greatest pair of time and value is the latest value, and of several at that time the
  // greatest.
  private static void addLast(Signal signal, List<String> aggregates, List<String> wrong) {
    String x = SignalColumns.column(signal);
    String last = SignalColumns.quoted(signal, "_last");
    aggregates.add("%s FILTER (WHERE %s IS NOT NULL) AS %s".formatted(pair(signal, x), x, last));
    wrong.add(when("m.%s IS DISTINCT FROM %s".formatted(last, value(signal, "r." + last)), last));
  }

  private static String pair(Signal signal, String x) {
    return switch (signal.type()) {
      case NUMBER -> "max(ARRAY[" + SECONDS + ", " + x + "])";
      case BOOLEAN -> "max((" + SECONDS + " * 1000)::bigint * 2 + " + x + "::int)";
      // Times as texts of one length, so that they sort as numbers.
      case STRING ->
          "max((("
              + SECONDS
              + " * 1000)::bigint + 1000000000000000)::text || "
              + x
              + " COLLATE \"C\")";
    };
  }

  private static String value(Signal signal, String pair) {
    return switch (signal.type()) {
      case NUMBER -> "(" + pair + ")[2]";
      case BOOLEAN -> "(" + pair + " & 1 = 1)";
      case STRING -> "substr(" + pair + ", 17)";
    };
  }

  // One function over many columns costs a third of as many conditions.
  private static String strays(List<Signal> absent) {
    List<String> groups = new ArrayList<>(List.of("false"));
    for (int from = 0; from < absent.size(); from += ARGUMENTS_MAX) {
      groups.add(
          absent.subList(from, Math.min(absent.size(), from + ARGUMENTS_MAX)).stream()
              .map(SignalColumns::column)
              .collect(joining(", ", "bool_or(num_nonnulls(", ") > 0)")));
    }
    return String.join(" OR ", groups);
  }

  private static String when(String condition, String column) {
    return "WHEN " + condition + " THEN '" + column.replace("\"", "") + "'";
  }

  // Constants for the day, so that planning sees one partition.
  private static String within(String column, Slice slice) {
    return "%1$s >= '%2$s 00:00:00+00' AND %1$s < '%3$s 00:00:00+00' AND vehicle_id >= ? AND vehicle_id < ?"
        .formatted(column, slice.day(), slice.day().plusDays(1));
  }
}
