package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.store.DayPartitions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * A day of readings on its way out. Counting millions of rows takes longer than anybody may be kept
 * waiting, so the partition is not locked for it: from {@link #begin} on a trigger notes every row
 * that comes or goes, {@link #countNext} counts slice by slice what is there less what was noted,
 * and {@link #drop}, under a lock that takes a moment, adds what was noted in all. The sum is exact
 * whenever rows came and however often the counting begins anew. Not thread-safe.
 */
final class ExpiringDay {
  // A second or a few to count.
  private static final long SLICE_BYTES = 1L << 30;
  private static final int SLICES_MAX = 96;
  private static final long DAY_MINUTES = Duration.ofDays(1).toMinutes();
  // Whoever wants to read or write waits behind a lock that is waited for.
  private static final Duration LOCK_WAIT_MAX = Duration.ofMillis(800);

  private static final String PARTITION =
      "SELECT c.oid::bigint, pg_relation_size(c.oid) FROM pg_class c JOIN pg_inherits i"
          + " ON i.inhrelid = c.oid WHERE i.inhparent = 'evenkeel.reading'::regclass"
          + " AND c.relname = ?";
  // One statement, so that both parts are of one moment.
  private static final String COUNT =
      "SELECT tenant_no, sum(rows) FROM ("
          + "SELECT (vehicle_id >> 40)::int AS tenant_no, count(*) AS rows FROM evenkeel.%s"
          + " WHERE event_time >= ? AND event_time < ? GROUP BY 1 UNION ALL"
          + " SELECT tenant_no, -sum(change) FROM evenkeel.expiring_change"
          + " WHERE day = ? AND event_time >= ? AND event_time < ? GROUP BY 1) c GROUP BY 1";
  // Minutes that wait to be computed from the rows come first, but not if rows are gone already.
  private static final String IS_READY =
      "SELECT EXISTS (SELECT FROM evenkeel.expired_day WHERE day = ?)"
          + " OR NOT EXISTS (SELECT FROM evenkeel.dirty_range"
          + " WHERE from_minute < ? AND to_minute > ?)";
  private static final String TAKE_CHANGES =
      "WITH gone AS (DELETE FROM evenkeel.expiring_change WHERE day = ? RETURNING *)"
          + " SELECT tenant_no, sum(change) FROM gone GROUP BY 1";
  private static final String BOOK =
      "INSERT INTO evenkeel.removal AS r (tenant_no, account, day, expired)"
          + " VALUES (?, 'reading', ?, ?) ON CONFLICT (tenant_no, account, day)"
          + " DO UPDATE SET expired = r.expired + excluded.expired";
  private static final String REMEMBER =
      "INSERT INTO evenkeel.expired_day (day) VALUES (?) ON CONFLICT (day) DO NOTHING";

  private final LocalDate day;
  private final Partition partition;
  private final int slices;
  private final Map<Integer, Long> byTenant = new TreeMap<>();
  private int counted;

  private ExpiringDay(LocalDate day, Partition partition) {
    this.day = day;
    this.partition = partition;
    this.slices = (int) Math.min(SLICES_MAX, 1 + partition.bytes() / SLICE_BYTES);
  }

  /**
   * Has changes of a day noted from the end of the connection's transaction on.
   *
   * @throws SQLException {@code 55P03} if somebody has it locked; {@code 42P01} if it is gone
   */
  static ExpiringDay begin(Connection connection, LocalDate day) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      limitWaits(statement);
      // Waits for the writers of this partition, and only they wait for it.
      statement.execute(
          "CREATE OR REPLACE TRIGGER expiring AFTER INSERT OR DELETE ON evenkeel."
              + DayPartitions.name(day)
              + " FOR EACH ROW EXECUTE FUNCTION evenkeel.note_expiring_change('"
              + day
              + "')");
    }
    return new ExpiringDay(day, partition(connection, day));
  }

  /** Whether no minute of a day waits for its rows. */
  static boolean isReady(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement(IS_READY)) {
      ask.setObject(1, day);
      ask.setObject(2, minuteOf(day, DAY_MINUTES));
      ask.setObject(3, minuteOf(day, 0));
      try (ResultSet row = ask.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The day. */
  LocalDate day() {
    return day;
  }

  /** Whether every slice is counted. */
  boolean isCounted() {
    return counted == slices;
  }

  /** Counts the next slice. */
  void countNext(Connection connection) throws SQLException {
    OffsetDateTime from = minuteOf(day, DAY_MINUTES * counted / slices);
    OffsetDateTime to = minuteOf(day, DAY_MINUTES * (counted + 1) / slices);
    try (PreparedStatement count =
        connection.prepareStatement(COUNT.formatted(DayPartitions.name(day)))) {
      count.setObject(1, from);
      count.setObject(2, to);
      count.setObject(3, day);
      count.setObject(4, from);
      count.setObject(5, to);
      add(count, byTenant);
    }
    counted++;
  }

  /**
   * Books and drops the day in the connection's transaction; may be repeated if that fails.
   *
   * @return whether it did; false if it is not as it was counted, or not ready
   * @throws SQLException as {@link #begin}
   */
  boolean drop(Connection connection) throws SQLException {
    String table = "evenkeel." + DayPartitions.name(day);
    try (Statement statement = connection.createStatement()) {
      limitWaits(statement);
      statement.execute("LOCK TABLE ONLY evenkeel.reading, " + table + " IN ACCESS EXCLUSIVE MODE");
      if (partition(connection, day).oid() != partition.oid() || !isReady(connection, day)) {
        return false;
      }
      book(connection, total(connection));
      statement.execute("DROP TABLE " + table);
      return true;
    }
  }

  // A map of its own: when the transaction fails, the changes are still to come.
  private Map<Integer, Long> total(Connection connection) throws SQLException {
    Map<Integer, Long> total = new TreeMap<>(byTenant);
    try (PreparedStatement changes = connection.prepareStatement(TAKE_CHANGES)) {
      changes.setObject(1, day);
      add(changes, total);
    }
    return total;
  }

  private static void add(PreparedStatement query, Map<Integer, Long> rowsByTenant)
      throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        rowsByTenant.merge(rows.getInt(1), rows.getLong(2), Long::sum);
      }
    }
  }

  private void book(Connection connection, Map<Integer, Long> total) throws SQLException {
    try (PreparedStatement book = connection.prepareStatement(BOOK);
        PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
      for (Map.Entry<Integer, Long> entry : total.entrySet()) {
        book.setInt(1, entry.getKey());
        book.setObject(2, day);
        book.setLong(3, entry.getValue());
        book.addBatch();
      }
      book.executeBatch();
      remember.setObject(1, day);
      remember.executeUpdate();
    }
  }

  private static void limitWaits(Statement statement) throws SQLException {
    statement.execute("SET LOCAL lock_timeout = " + LOCK_WAIT_MAX.toMillis());
  }

  private static Partition partition(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(PARTITION)) {
      find.setString(1, DayPartitions.name(day));
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? new Partition(row.getLong(1), row.getLong(2)) : Partition.NONE;
      }
    }
  }

  private static OffsetDateTime minuteOf(LocalDate day, long minute) {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return start.plus(Duration.ofMinutes(minute)).atOffset(ZoneOffset.UTC);
  }

  /** The table: another one may have its name later. */
  private record Partition(long oid, long bytes) {
    static final Partition NONE = new Partition(-1, 0);
  }
}
