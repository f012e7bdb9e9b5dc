package io.evenkeel.sink.store;

import io.evenkeel.model.minute.VehicleMinute;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table {@code dirty_range}: minutes that have to be recomputed from the readings. */
public final class DirtyMarks {
  /** Rows of the live lane came after their minute had closed. */
  public static final String LATE = "late";

  /** The database knew rows of the live lane that the processor had counted. */
  public static final String DUPLICATE = "duplicate";

  /** Rows of the live lane that the processor had counted could not be stored. */
  public static final String DEAD = "dead";

  /** Rows were stored that no processor put into minutes. */
  public static final String BACKFILL = "backfill";

  /** A closed minute found a row of its own, or a row that could not be stored. */
  public static final String MINUTE = "minute";

  /** An alias moved values of stored rows to a signal. */
  public static final String ALIAS = "alias";

  private static final String INSERT =
      "INSERT INTO evenkeel.dirty_range (vehicle_id, from_minute, to_minute, reason)"
          + " SELECT v, to_timestamp(f * 60), to_timestamp(t * 60), ?"
          + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS r (v, f, t)";

  private DirtyMarks() {}

  /** Marks ranges in the connection's transaction. */
  public static void add(Connection connection, List<MinuteRange> ranges, String reason)
      throws SQLException {
    if (ranges.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, reason);
      insert.setArray(2, array(connection, ranges.stream().map(MinuteRange::vehicleId)));
      insert.setArray(3, array(connection, ranges.stream().map(MinuteRange::from)));
      insert.setArray(4, array(connection, ranges.stream().map(MinuteRange::to)));
      insert.executeUpdate();
    }
  }

  /** The minutes of rows, as few ranges. */
  static List<MinuteRange> minutes(List<Row> rows, long gapMinutesMax) {
    List<MinuteRange> minutes = new ArrayList<>();
    for (Row row : rows) {
      MinuteRange minute = minute(row);
      if (minutes.isEmpty() || !minutes.getLast().equals(minute)) {
        minutes.add(minute);
      }
    }
    return MinuteRanges.joined(minutes, gapMinutesMax);
  }

  private static MinuteRange minute(Row row) {
    return MinuteRange.of(row.vehicleId(), VehicleMinute.minuteOf(row.timeMillis()));
  }

  private static Array array(Connection connection, Stream<Long> values) throws SQLException {
    return connection.createArrayOf("int8", values.toArray());
  }
}
