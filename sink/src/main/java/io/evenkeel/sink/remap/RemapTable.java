package io.evenkeel.sink.remap;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalMatch;
import io.evenkeel.sink.schema.SignalColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code remap}: what is to be done and how far it is. Thread-safe. */
final class RemapTable {
  // More wait for their turn.
  private static final int OPEN_MAX = 100;
  private static final String COLUMNS =
      "SELECT remap_id, tenant_no, received, signal, scale, \"offset\", pass, state = 'running',"
          + " now() >= requested_at + make_interval(secs => ?),"
          + " at_day, at_vehicle, (extract(epoch FROM at_time) * 1000)::bigint, at_event"
          + " FROM evenkeel.remap WHERE state <> 'done'";
  private static final String OPEN = COLUMNS + " ORDER BY remap_id LIMIT " + OPEN_MAX;
  private static final String LOCK = COLUMNS + " AND remap_id = ? FOR UPDATE SKIP LOCKED";
  private static final String BEGIN =
      "UPDATE evenkeel.remap SET state = 'running', unfit = 0 WHERE remap_id = ?";
  private static final String PROGRESS =
      "UPDATE evenkeel.remap SET moved = moved + ?, unfit = unfit + ?, at_day = ?, at_vehicle = ?,"
          + " at_time = timestamptz 'epoch' + ? * interval '1 millisecond', at_event = ?"
          + " WHERE remap_id = ?";
  private static final String END_PASS =
      "UPDATE evenkeel.remap SET state = CASE pass WHEN 1 THEN 'waiting' ELSE 'done' END,"
          + " done_at = CASE pass WHEN 2 THEN now() END, pass = 2,"
          + " at_day = NULL, at_vehicle = NULL, at_time = NULL, at_event = NULL"
          + " WHERE remap_id = ?";

  private final double settleSeconds;
  private final Map<String, Signal> signals;

  /**
   * A table of requests.
   *
   * @param settleSeconds after how long every gateway knows an alias
   */
  RemapTable(SignalColumns columns, double settleSeconds) {
    this.settleSeconds = settleSeconds;
    this.signals =
        columns.signals().stream().collect(Collectors.toMap(Signal::name, Function.identity()));
  }

  /** What is to be done, oldest first; of signals that a newer build made, nothing. */
  List<RemapRequest> open(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OPEN)) {
      query.setDouble(1, settleSeconds);
      return read(query);
    }
  }

  /**
   * Takes a request for the connection's transaction.
   *
   * @return as it is now; empty if it is done, or somebody else has it
   */
  Optional<RemapRequest> lock(Connection connection, long remapId) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LOCK)) {
      query.setDouble(1, settleSeconds);
      query.setLong(2, remapId);
      return read(query).stream().findFirst();
    }
  }

  /** Begins a pass, which counts by itself what does not fit. */
  void begin(Connection connection, long remapId) throws SQLException {
    update(connection, BEGIN, remapId);
  }

  /** Notes what was done up to a reading. */
  void progress(Connection connection, long remapId, long moved, long unfit, RemapCursor cursor)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(PROGRESS)) {
      update.setLong(1, moved);
      update.setLong(2, unfit);
      update.setObject(3, cursor.day());
      update.setLong(4, cursor.vehicleId());
      update.setLong(5, cursor.timeMillis());
      update.setObject(6, cursor.eventId());
      update.setLong(7, remapId);
      update.executeUpdate();
    }
  }

  /** Ends a pass: the second is the last. */
  void endPass(Connection connection, long remapId) throws SQLException {
    update(connection, END_PASS, remapId);
  }

  private List<RemapRequest> read(PreparedStatement query) throws SQLException {
    List<RemapRequest> requests = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Signal signal = signals.get(row.getString(4));
        if (signal != null) {
          var match = new SignalMatch(signal, row.getDouble(5), row.getDouble(6));
          requests.add(
              new RemapRequest(
                  row.getLong(1),
                  row.getInt(2),
                  new RemapRule(row.getString(3), match),
                  row.getInt(7),
                  row.getBoolean(8),
                  row.getBoolean(9),
                  cursor(row)));
        }
      }
    }
    return requests;
  }

  private static @Nullable RemapCursor cursor(ResultSet row) throws SQLException {
    LocalDate day = row.getObject(10, LocalDate.class);
    UUID eventId = row.getObject(13, UUID.class);
    return day == null || eventId == null
        ? null
        : new RemapCursor(day, row.getLong(11), row.getLong(12), eventId);
  }

  private static void update(Connection connection, String sql, long remapId) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, remapId);
      update.executeUpdate();
    }
  }
}
