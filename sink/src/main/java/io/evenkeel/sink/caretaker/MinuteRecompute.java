package io.evenkeel.sink.caretaker;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.schema.SignalColumns;
import io.evenkeel.sink.store.DirtyMarks;
import io.evenkeel.sink.store.MinuteRange;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Recomputes dirty minutes in one REPEATABLE READ transaction: it reads marks and readings as of
 * one moment, writes, and deletes exactly the marks that it read. A mark that is committed later
 * stays for the next time. Minutes of a day whose readings have expired stay as they are.
 * Stateless.
 */
public final class MinuteRecompute {
  private static final int MARKS_MAX = 5_000;
  private static final long MINUTES_MAX = 20_000;
  private static final String OUT_OF_RANGE = "22003";

  private static final String READ_MARKS =
      "SELECT mark_id, vehicle_id, (extract(epoch FROM from_minute) / 60)::bigint,"
          + " (extract(epoch FROM to_minute) / 60)::bigint FROM evenkeel.dirty_range"
          + " WHERE marked_at <= clock_timestamp() - make_interval(secs => ?)"
          + " ORDER BY mark_id LIMIT "
          + MARKS_MAX;
  private static final String DELETE_MARKS =
      "DELETE FROM evenkeel.dirty_range WHERE mark_id = ANY (?)";

  // The moment of the transaction comes after this lock: a day is dropped, and known as expired,
  // either before it or after the end.
  private static final String KEEP_PARTITIONS =
      "LOCK TABLE ONLY evenkeel.reading IN ACCESS SHARE MODE; ";
  private static final String EXPIRED_DAYS =
      "SELECT day FROM evenkeel.expired_day WHERE day BETWEEN ? AND ?";

  // The planner has no statistics of fresh partitions and of the ranges: without this it may read
  // a whole day to find a minute.
  private static final String PLAN_BY_INDEX =
      "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
          + " SET LOCAL enable_seqscan = off";

  private final List<Signal> signals;

  /** For the signals that minutes keep something of. */
  public MinuteRecompute(SignalColumns columns) {
    this.signals = columns.signals().stream().filter(SignalColumns::isAggregated).toList();
  }

  /**
   * Recomputes what is marked, up to a bound.
   *
   * @param connection commits at the end; rolls back by failing
   * @param ageMin younger marks wait, since more of the same minute may follow
   * @return what was done
   * @throws SQLException that {@link #isConflict} knows if somebody wrote the same minutes: to be
   *     tried again
   */
  public Done run(Connection connection, Duration ageMin) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      Done done = recompute(connection, ageMin);
      connection.commit();
      return done;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Whether a run failed only because somebody wrote the same minutes at the same time. */
  static boolean isConflict(SQLException e) {
    return "40001".equals(e.getSQLState()) || "23505".equals(e.getSQLState());
  }

  private Done recompute(Connection connection, Duration ageMin) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(KEEP_PARTITIONS + PLAN_BY_INDEX);
    }
    List<Mark> marks = readMarks(connection, ageMin);
    if (marks.isEmpty()) {
      return new Done(0, 0);
    }
    if (cutLarge(connection, marks)) {
      return new Done(0, marks.size());
    }
    RecomputePlan all = RecomputePlan.of(marks, MINUTES_MAX);
    RecomputePlan plan = all.without(expiredDays(connection, all));
    for (var ofDay : plan.byDay().entrySet()) {
      recompute(connection, LocalDate.ofEpochDay(ofDay.getKey()), ofDay.getValue());
    }
    deleteMarks(connection, plan.marks());
    return new Done(plan.minutes(), plan.marks().size());
  }

  private static Set<Long> expiredDays(Connection connection, RecomputePlan plan)
      throws SQLException {
    Set<Long> days = new HashSet<>();
    try (PreparedStatement read = connection.prepareStatement(EXPIRED_DAYS)) {
      read.setObject(1, LocalDate.ofEpochDay(plan.byDay().firstKey()));
      read.setObject(2, LocalDate.ofEpochDay(plan.byDay().lastKey()));
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          days.add(rows.getObject(1, LocalDate.class).toEpochDay());
        }
      }
    }
    return days;
  }

  private static List<Mark> readMarks(Connection connection, Duration ageMin) throws SQLException {
    List<Mark> marks = new ArrayList<>();
    try (PreparedStatement read = connection.prepareStatement(READ_MARKS)) {
      read.setDouble(1, ageMin.toMillis() / 1000.0);
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          MinuteRange range = new MinuteRange(rows.getLong(2), rows.getLong(3), rows.getLong(4));
          marks.add(new Mark(rows.getLong(1), range));
        }
      }
    }
    return marks;
  }

  // A mark beyond the budget of a transaction becomes several.
  private static boolean cutLarge(Connection connection, List<Mark> marks) throws SQLException {
    List<Mark> large = marks.stream().filter(m -> m.range().minutes() > MINUTES_MAX).toList();
    if (large.isEmpty()) {
      return false;
    }
    List<MinuteRange> pieces =
        large.stream()
            .flatMap(mark -> RecomputePlan.pieces(mark.range(), MINUTES_MAX).stream())
            .toList();
    DirtyMarks.add(connection, pieces, "cut");
    deleteMarks(connection, large);
    return true;
  }

  private void recompute(Connection connection, LocalDate day, List<MinuteRange> ranges)
      throws SQLException {
    List<Signal> present = present(connection, day, ranges);
    var before = connection.setSavepoint();
    try {
      execute(connection, MinuteSql.upsert(present, signals, day, false), ranges);
    } catch (SQLException e) {
      if (!OUT_OF_RANGE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      execute(connection, MinuteSql.upsert(present, signals, day, true), ranges);
    }
    execute(connection, MinuteSql.deleteEmpty(day), ranges);
  }

  // Most vehicles send few of the signals: computing only these is several times faster.
  private List<Signal> present(Connection connection, LocalDate day, List<MinuteRange> ranges)
      throws SQLException {
    List<Signal> present = new ArrayList<>();
    try (PreparedStatement query = prepare(connection, MinuteSql.present(signals, day), ranges);
        ResultSet row = query.executeQuery()) {
      row.next();
      for (int i = 0; i < signals.size(); i++) {
        if (row.getBoolean(i + 1)) {
          present.add(signals.get(i));
        }
      }
    }
    return present;
  }

  private static void execute(Connection connection, String sql, List<MinuteRange> ranges)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, ranges)) {
      statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, List<MinuteRange> ranges) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setArray(1, array(connection, ranges, MinuteRange::vehicleId));
    statement.setArray(2, array(connection, ranges, MinuteRange::from));
    statement.setArray(3, array(connection, ranges, MinuteRange::to));
    return statement;
  }

  private static void deleteMarks(Connection connection, List<Mark> marks) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_MARKS)) {
      delete.setArray(1, array(connection, marks, Mark::markId));
      delete.executeUpdate();
    }
  }

  private static <T> Array array(Connection connection, List<T> values, ToLongFunction<T> value)
      throws SQLException {
    return connection.createArrayOf("int8", values.stream().mapToLong(value).boxed().toArray());
  }

  /**
   * What a run did.
   *
   * @param minutes minutes recomputed
   * @param marks marks removed or cut; 0 if there was nothing to do
   */
  public record Done(long minutes, int marks) {}
}
