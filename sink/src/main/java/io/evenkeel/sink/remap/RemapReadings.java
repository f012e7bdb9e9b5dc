package io.evenkeel.sink.remap;

import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.minute.SignalValueOrder;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Reads and mends rows of {@code reading} and {@code vehicle_latest} for a re-map. Stateless. */
final class RemapReadings {
  private static final String KEY = "vehicle_id, event_time, event_id";
  private static final String TIME = "timestamptz 'epoch' + %s * interval '1 millisecond'";

  // The planner has no statistics of fresh partitions: without this it may read and sort a whole
  // day for each step.
  static final String PLAN_BY_INDEX =
      "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
          + " SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

  private RemapReadings() {}

  /**
   * Reads on from a reading, within its day.
   *
   * @param rowsMax readings to look at, whether they hold unknown signals or not
   */
  static Chunk read(Connection connection, RemapRequest request, RemapCursor from, int rowsMax)
      throws SQLException {
    String column = SignalColumns.column(request.rule().signal());
    try (PreparedStatement query = connection.prepareStatement(readSql(column, from.day()))) {
      query.setLong(1, from.vehicleId());
      query.setLong(2, from.timeMillis());
      query.setObject(3, from.eventId());
      query.setLong(4, (request.tenantNo() + 1L) << 40);
      query.setInt(5, rowsMax);
      try (ResultSet rows = query.executeQuery()) {
        return chunk(rows, request.rule(), from);
      }
    }
  }

  /** Moves values from {@code extra} to the signal's column; returns how many. */
  static int move(Connection connection, Signal signal, LocalDate day, List<MovedValue> values)
      throws SQLException {
    String sql =
        "UPDATE evenkeel.reading r SET %1$s = u.x, extra = nullif(r.extra - u.n, '{}'::jsonb)"
                .formatted(SignalColumns.column(signal))
            + " FROM unnest(?::bigint[], ?::bigint[], ?::uuid[], ?::text[], ?::%s[])"
                .formatted(arrayType(signal))
            + " AS u (v, t, i, n, x) WHERE r.vehicle_id = u.v AND r.event_time = "
            + TIME.formatted("u.t")
            + " AND r.event_id = u.i AND "
            + within(day);
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setArray(1, array(connection, "int8", values, MovedValue::vehicleId));
      update.setArray(2, array(connection, "int8", values, MovedValue::timeMillis));
      update.setArray(3, array(connection, "uuid", values, MovedValue::eventId));
      update.setArray(4, array(connection, "text", values, MovedValue::name));
      update.setArray(5, array(connection, arrayType(signal), values, MovedValue::plain));
      return update.executeUpdate();
    }
  }

  /**
   * Brings the latest values up to date, in order of vehicles: the last thing of a transaction, as
   * it is for the writers, so that none waits in a circle.
   */
  static void updateLatest(Connection connection, Signal signal, List<MovedValue> values)
      throws SQLException {
    Collection<MovedValue> latest = latest(values);
    String sql =
        ("INSERT INTO evenkeel.vehicle_latest AS v (vehicle_id, last_event_time, %1$s, %2$s)"
                + " SELECT u.v, u.t, u.x, u.t FROM (SELECT v, %3$s AS t, x"
                + " FROM unnest(?::bigint[], ?::bigint[], ?::%4$s[]) AS r (v, ms, x)) u"
                + " ORDER BY u.v ON CONFLICT (vehicle_id) DO UPDATE SET %1$s = excluded.%1$s,"
                + " %2$s = excluded.%2$s,"
                + " last_event_time = greatest(v.last_event_time, excluded.last_event_time)"
                + " WHERE v.%2$s IS NULL OR excluded.%2$s > v.%2$s"
                + " OR (excluded.%2$s = v.%2$s AND excluded.%1$s > v.%1$s)")
            .formatted(
                SignalColumns.column(signal),
                SignalColumns.quoted(signal, "_at"),
                TIME.formatted("ms"),
                arrayType(signal));
    try (PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setArray(1, array(connection, "int8", latest, MovedValue::vehicleId));
      upsert.setArray(2, array(connection, "int8", latest, MovedValue::timeMillis));
      upsert.setArray(3, array(connection, arrayType(signal), latest, MovedValue::plain));
      upsert.executeUpdate();
    }
  }

  private static String readSql(String column, LocalDate day) {
    return "WITH chunk AS MATERIALIZED (SELECT "
        + KEY
        + ", extra, "
        + column
        + " IS NULL AS free FROM evenkeel.reading r WHERE ("
        + KEY
        + ") > (?, "
        + TIME.formatted("?")
        + ", ?) AND vehicle_id < ? AND "
        + within(day)
        + " ORDER BY "
        + KEY
        + " LIMIT ?), rows AS (SELECT vehicle_id, (extract(epoch FROM event_time) * 1000)::bigint AS ms,"
        + " event_id, extra, free FROM chunk)"
        + " SELECT vehicle_id, ms, event_id, extra::text, free FROM rows WHERE extra IS NOT NULL"
        + " UNION ALL (SELECT vehicle_id, ms, event_id, NULL, false FROM rows"
        + " ORDER BY vehicle_id DESC, ms DESC, event_id DESC LIMIT 1)";
  }

  private static Chunk chunk(ResultSet rows, RemapRule rule, RemapCursor from) throws SQLException {
    List<MovedValue> moved = new ArrayList<>();
    RemapCursor end = from;
    long unfit = 0;
    while (rows.next()) {
      long vehicleId = rows.getLong(1);
      long time = rows.getLong(2);
      UUID eventId = rows.getObject(3, UUID.class);
      String extra = rows.getString(4);
      if (extra == null) {
        end = new RemapCursor(from.day(), vehicleId, time, eventId);
        continue;
      }
      switch (rule.apply(extra, rows.getBoolean(5))) {
        case RemapRule.Outcome.Unconcerned() -> {}
        case RemapRule.Outcome.Unfit(int values) -> unfit += values;
        case RemapRule.Outcome.Move(String name, SignalValue value, int others) -> {
          moved.add(new MovedValue(vehicleId, time, eventId, name, value));
          unfit += others;
        }
      }
    }
    return new Chunk(moved, unfit, end, end.equals(from));
  }

  /** The latest value of each vehicle, in order of vehicles; of values at one time the greatest. */
  static Collection<MovedValue> latest(List<MovedValue> values) {
    Map<Long, MovedValue> latest = new TreeMap<>();
    values.forEach(value -> latest.merge(value.vehicleId(), value, RemapReadings::later));
    return latest.values();
  }

  private static MovedValue later(MovedValue a, MovedValue b) {
    if (a.timeMillis() != b.timeMillis()) {
      return a.timeMillis() > b.timeMillis() ? a : b;
    }
    return SignalValueOrder.compare(a.value(), b.value()) >= 0 ? a : b;
  }

  // Constants, so that planning sees one partition and locks no other.
  private static String within(LocalDate day) {
    return "r.event_time >= '%s 00:00:00+00' AND r.event_time < '%s 00:00:00+00'"
        .formatted(day, day.plusDays(1));
  }

  private static String arrayType(Signal signal) {
    return switch (signal.type()) {
      case NUMBER -> "float8";
      case BOOLEAN -> "bool";
      case STRING -> "text";
    };
  }

  private static <T> Array array(
      Connection connection, String type, Collection<T> values, Function<T, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, values.stream().map(value).toArray());
  }

  /**
   * What was read.
   *
   * @param moved values that fit
   * @param unfit values that do not
   * @param end the last reading looked at
   * @param empty whether the day holds no more of the tenant's readings
   */
  record Chunk(List<MovedValue> moved, long unfit, RemapCursor end, boolean empty) {}
}
