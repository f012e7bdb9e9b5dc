package io.evenkeel.sink.remap;

import io.evenkeel.model.minute.VehicleMinute;
import io.evenkeel.model.signal.Signal;
import io.evenkeel.sink.store.DayPartitions;
import io.evenkeel.sink.store.DirtyMarks;
import io.evenkeel.sink.store.MinuteRange;
import io.evenkeel.sink.store.MinuteRanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * A pass over a tenant's readings, in bounded transactions: each moves values, marks their minutes,
 * mends latest values and notes how far it is, together or not at all. Whoever goes on after a
 * crash begins where the last transaction ended; while one works, others leave the request alone.
 */
final class RemapWalk {
  /** Readings that one transaction looks at. */
  static final int ROWS_PER_STEP_MAX = 10_000;

  // Empty days are passed quickly, but a transaction shall not take long either.
  private static final int DAYS_PER_STEP_MAX = 500;

  private final RemapTable table;
  private final int rowsPerStepMax;

  RemapWalk(RemapTable table, int rowsPerStepMax) {
    this.table = table;
    this.rowsPerStepMax = rowsPerStepMax;
  }

  /**
   * Goes one step of a request's pass, in the connection's transaction.
   *
   * @return whether there was one to go: no, if the pass is over or somebody else is at it
   */
  boolean step(Connection connection, RemapRequest seen) throws SQLException {
    long remapId = seen.remapId();
    RemapRequest request = table.lock(connection, remapId).orElse(null);
    if (request == null || request.pass() != seen.pass()) {
      return false;
    }
    if (!request.walking()) {
      table.begin(connection, remapId);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(RemapReadings.PLAN_BY_INDEX);
    }
    RemapReadings.Chunk chunk = nextChunk(connection, request);
    if (chunk == null) {
      table.endPass(connection, remapId);
      return true;
    }
    int moved = mend(connection, request.rule().signal(), chunk);
    table.progress(connection, remapId, moved, chunk.unfit(), chunk.end());
    return true;
  }

  /** The next readings, on whatever day they are; null at the end of the last day. */
  private RemapReadings.@Nullable Chunk nextChunk(Connection connection, RemapRequest request)
      throws SQLException {
    NavigableSet<LocalDate> days = DayPartitions.days(connection);
    RemapCursor cursor = request.cursor();
    LocalDate day = cursor != null ? cursor.day() : days.isEmpty() ? null : days.first();
    RemapReadings.Chunk chunk = null;
    for (int i = 0; day != null && i < DAYS_PER_STEP_MAX; i++) {
      RemapCursor from = cursor != null ? cursor : RemapCursor.startOf(day, request.tenantNo());
      chunk = RemapReadings.read(connection, request, from, rowsPerStepMax);
      if (!chunk.empty()) {
        return chunk;
      }
      cursor = null;
      day = days.higher(day);
    }
    return day == null ? null : chunk;
  }

  private static int mend(Connection connection, Signal signal, RemapReadings.Chunk chunk)
      throws SQLException {
    List<MovedValue> moved = chunk.moved();
    if (moved.isEmpty()) {
      return 0;
    }
    int rows = RemapReadings.move(connection, signal, chunk.end().day(), moved);
    DirtyMarks.add(connection, minutes(moved), DirtyMarks.ALIAS);
    RemapReadings.updateLatest(connection, signal, moved);
    return rows;
  }

  private static List<MinuteRange> minutes(List<MovedValue> moved) {
    List<MinuteRange> minutes = new ArrayList<>();
    for (MovedValue value : moved) {
      minutes.add(MinuteRange.of(value.vehicleId(), VehicleMinute.minuteOf(value.timeMillis())));
    }
    return MinuteRanges.joined(minutes, MinuteRanges.GAP_MINUTES_MAX);
  }
}
