package io.evenkeel.sink.drift;

import io.evenkeel.sink.database.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The table {@code signal_window}. Stateless. */
final class SignalWindows {
  private static final String ADD =
      "INSERT INTO evenkeel.signal_window AS w (tenant_no, started_at, kind, name, events)"
          + " SELECT t, timestamptz 'epoch' + s * interval '1 millisecond', k, n, e"
          + " FROM unnest(?::int[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])"
          + " AS u (t, s, k, n, e)"
          + " ON CONFLICT (tenant_no, started_at, kind, name)"
          + " DO UPDATE SET events = w.events + excluded.events";

  // From the newest window back, as many as it takes to have enough events.
  private static final String RECENT =
      """
      WITH newest AS (
        SELECT tenant_no, started_at, events,
          sum(events) OVER (PARTITION BY tenant_no ORDER BY started_at DESC) - events AS newer
        FROM evenkeel.signal_window
        WHERE kind = 'events' AND started_at >= to_timestamp(?)),
      recent AS (
        SELECT tenant_no, min(started_at) AS since FROM newest
        WHERE newer < ? GROUP BY tenant_no HAVING sum(events) >= ?)
      SELECT w.tenant_no, (extract(epoch FROM r.since) * 1000)::bigint, w.kind, w.name, sum(w.events)
      FROM recent r JOIN evenkeel.signal_window w USING (tenant_no)
      WHERE w.started_at >= r.since
      GROUP BY 1, 2, 3, 4\
      """;

  // What appeared stays new for as long as the comparison reaches back. What began a while ago is
  // as new: after an outage many windows are written at once, and nobody saw the first of them.
  private static final String BEFORE =
      """
      WITH known AS (
        SELECT w.tenant_no, w.started_at, w.kind, w.name, w.events, r.since
        FROM (
          SELECT tenant_no, timestamptz 'epoch' + since_ms * interval '1 millisecond' AS since
          FROM unnest(?::int[], ?::bigint[]) AS u (tenant_no, since_ms)) r
        JOIN evenkeel.signal_window w ON w.tenant_no = r.tenant_no
          AND w.started_at >= to_timestamp(?) AND w.started_at < r.since),
      earlier AS (
        SELECT tenant_no, started_at,
          sum(events) OVER (PARTITION BY tenant_no ORDER BY started_at) - events AS events
        FROM known WHERE kind = 'events')
      SELECT k.tenant_no, k.kind, k.name,
        CASE WHEN k.kind <> 'events' AND min(e.events) >= ?
            AND min(k.started_at) >= min(k.since) - make_interval(secs => ?)
          THEN 0
          ELSE coalesce(sum(k.events) FILTER (WHERE d.since IS NULL OR k.started_at < d.since), 0)
        END
      FROM known k
      LEFT JOIN earlier e ON e.tenant_no = k.tenant_no AND e.started_at = k.started_at
      LEFT JOIN evenkeel.drift d ON d.tenant_no = k.tenant_no AND d.kind = 'appeared'
        AND d.name = k.name AND d.since >= to_timestamp(?) AND k.kind <> 'events'
      GROUP BY 1, 2, 3\
      """;

  // A window that began earlier counts for the part that lies in the time asked for.
  private static final String STORED_SINCE =
      """
      SELECT tenant_no, sum(events * least(1, 1 + extract(epoch FROM started_at - to_timestamp(?)) / ?))
      FROM evenkeel.signal_window
      WHERE kind = 'events' AND started_at > to_timestamp(?)
      GROUP BY 1\
      """;

  private static final String REFUSED_LATELY =
      """
      SELECT tenant_no, code, sum(events) FROM evenkeel.dead_letter
      WHERE stage = 'gateway' AND lane IS DISTINCT FROM 'backfill' AND tenant_no IS NOT NULL
        AND kept_at > now() - make_interval(secs => ?)
      GROUP BY 1, 2\
      """;

  private static final String MERGE_INTO_HOURS =
      """
      WITH old AS (
        DELETE FROM evenkeel.signal_window
        WHERE started_at >= to_timestamp(?) AND started_at < to_timestamp(?)
          AND started_at <> date_trunc('hour', started_at, 'UTC')
        RETURNING *)
      INSERT INTO evenkeel.signal_window AS w (tenant_no, started_at, kind, name, events)
      SELECT tenant_no, date_trunc('hour', started_at, 'UTC'), kind, name, sum(events)
      FROM old GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT (tenant_no, started_at, kind, name)
        DO UPDATE SET events = w.events + excluded.events\
      """;

  private static final String DELETE_BEFORE =
      """
      DELETE FROM evenkeel.signal_window WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM evenkeel.signal_window WHERE started_at < to_timestamp(?) LIMIT ?))\
      """;

  private SignalWindows() {}

  /**
   * Adds counts, in one transaction.
   *
   * @param counts in order of their keys, so that processes wait for each other in one order
   */
  static void add(Database database, List<SignalCount> counts) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement add = connection.prepareStatement(ADD)) {
      add.setArray(1, array(connection, "int4", counts, SignalCount::tenantNo));
      add.setArray(2, array(connection, "int8", counts, SignalCount::startMillis));
      add.setArray(3, array(connection, "text", counts, count -> count.kind().id()));
      add.setArray(4, array(connection, "text", counts, SignalCount::name));
      add.setArray(5, array(connection, "int8", counts, SignalCount::events));
      add.executeUpdate();
    }
  }

  /**
   * What each tenant sent lately: its newest windows, back until they hold enough events.
   *
   * @param notBefore windows that began earlier do not count as late
   * @param eventsMin tenants with fewer events are left out
   */
  static Map<Integer, RecentSignals> recent(
      Connection connection, Instant notBefore, long eventsMin) throws SQLException {
    Map<Integer, Instant> since = new HashMap<>();
    Map<Integer, Map<SignalName, Long>> counts = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(RECENT)) {
      query.setDouble(1, seconds(notBefore));
      query.setLong(2, eventsMin);
      query.setLong(3, eventsMin);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          since.put(rows.getInt(1), Instant.ofEpochMilli(rows.getLong(2)));
          counts
              .computeIfAbsent(rows.getInt(1), tenant -> new HashMap<>())
              .put(name(rows, 3), rows.getLong(5));
        }
      }
    }
    Map<Integer, RecentSignals> recent = new HashMap<>();
    counts.forEach((tenant, ofTenant) -> {
      Instant begin = since.getOrDefault(tenant, Instant.MIN);
      recent.put(tenant, new RecentSignals(begin, SignalShares.of(ofTenant)));
    });
    return recent;
  }

  /**
   * What tenants sent before a moment of each; nothing for those of which nothing is known.
   *
   * @param since tenant to the moment
   * @param notBefore windows that began earlier do not count
   * @param late a name first seen within this time before the moment counts as not seen
   * @param eventsMin but only if the tenant had sent as many events before that
   */
  static Map<Integer, SignalShares> before(
      Connection connection,
      Map<Integer, Instant> since,
      Instant notBefore,
      Duration late,
      long eventsMin)
      throws SQLException {
    List<Map.Entry<Integer, Instant>> tenants = List.copyOf(since.entrySet());
    Map<Integer, Map<SignalName, Long>> counts = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(BEFORE)) {
      query.setArray(1, array(connection, "int4", tenants, Map.Entry::getKey));
      query.setArray(2, array(connection, "int8", tenants, e -> e.getValue().toEpochMilli()));
      query.setDouble(3, seconds(notBefore));
      query.setLong(4, eventsMin);
      query.setDouble(5, late.toMillis() / 1000.0);
      query.setDouble(6, seconds(notBefore));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          counts
              .computeIfAbsent(rows.getInt(1), tenant -> new HashMap<>())
              .put(name(rows, 2), rows.getLong(4));
        }
      }
    }
    Map<Integer, SignalShares> before = new HashMap<>();
    counts.forEach((tenant, ofTenant) -> before.put(tenant, SignalShares.of(ofTenant)));
    return before;
  }

  /** Events stored since a moment, by tenant; as exact as windows allow. */
  static Map<Integer, Double> storedSince(Connection connection, Instant since, Duration window)
      throws SQLException {
    Map<Integer, Double> stored = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(STORED_SINCE)) {
      query.setDouble(1, seconds(since));
      query.setDouble(2, window.toMillis() / 1000.0);
      query.setDouble(3, seconds(since.minus(window)));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          stored.put(rows.getInt(1), rows.getDouble(2));
        }
      }
    }
    return stored;
  }

  /** Events that the gateway refused lately and the sink has kept: tenant to code to events. */
  static Map<Integer, Map<String, Long>> refusedLately(Connection connection, Duration span)
      throws SQLException {
    Map<Integer, Map<String, Long>> refused = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(REFUSED_LATELY)) {
      query.setDouble(1, span.toMillis() / 1000.0);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          refused
              .computeIfAbsent(rows.getInt(1), tenant -> new HashMap<>())
              .put(rows.getString(2), rows.getLong(3));
        }
      }
    }
    return refused;
  }

  /** Merges windows that began in this time into hours; both are begins of hours. */
  static int mergeIntoHours(Connection connection, Instant from, Instant to) throws SQLException {
    try (PreparedStatement merge = connection.prepareStatement(MERGE_INTO_HOURS)) {
      merge.setDouble(1, seconds(from));
      merge.setDouble(2, seconds(to));
      return merge.executeUpdate();
    }
  }

  /** Deletes counts of windows that began before a moment, up to a number, and returns how many. */
  static int deleteBefore(Connection connection, Instant before, int rowsMax) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_BEFORE)) {
      delete.setDouble(1, seconds(before));
      delete.setInt(2, rowsMax);
      return delete.executeUpdate();
    }
  }

  private static SignalName name(ResultSet rows, int column) throws SQLException {
    return new SignalName(SignalCount.Kind.of(rows.getString(column)), rows.getString(column + 1));
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / 1000.0;
  }

  private static <T> Array array(
      Connection connection, String type, List<T> values, Function<T, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, values.stream().map(value).toArray());
  }
}
