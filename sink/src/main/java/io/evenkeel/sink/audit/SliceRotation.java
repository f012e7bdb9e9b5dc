package io.evenkeel.sink.audit;

import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Goes through all readings piece by piece, from the newest day to the oldest and then again, each
 * time as much as a continuous audit may burden the database with. Not thread-safe.
 */
public final class SliceRotation {
  /** Bytes of rows that one turn covers, about 150,000 rows of twelve signals. */
  static final long BYTES_PER_TURN = 32L << 20;

  /** Most slices of one turn: each costs the planning of a statement. */
  static final int SLICES_MAX = 20;

  private static final String VEHICLES = "SELECT count(*) FROM evenkeel.vehicle";
  private static final String VEHICLE_AFTER =
      "SELECT vehicle_id FROM evenkeel.vehicle WHERE vehicle_id >= ?"
          + " ORDER BY vehicle_id OFFSET ? LIMIT 1";

  private Place next = new Place(LocalDate.MAX, 0);

  /** The next pieces; empty if there are no readings. */
  public List<Slice> next(Database database) throws SQLException {
    try (Connection connection = database.connection()) {
      return next(connection, new TreeMap<>(Slices.sizes(connection)));
    }
  }

  private List<Slice> next(Connection connection, NavigableMap<LocalDate, Long> days)
      throws SQLException {
    List<Slice> slices = new ArrayList<>();
    long left = BYTES_PER_TURN;
    while (left > 0 && slices.size() < SLICES_MAX) {
      var day = days.floorEntry(next.day());
      if (day == null) {
        // Round: the newest day comes next time, not twice in one turn.
        next = new Place(LocalDate.MAX, 0);
        return slices;
      }
      long vehicle = day.getKey().equals(next.day()) ? next.vehicle() : 0;
      if (vehicle == 0 && day.getValue() <= left) {
        slices.add(Slice.of(day.getKey()));
        left -= day.getValue();
        next = new Place(day.getKey().minusDays(1), 0);
      } else {
        long to = vehicleAfter(connection, vehicle, share(connection, left, day.getValue()));
        slices.add(new Slice(day.getKey(), vehicle, to));
        left = 0;
        next =
            to == Long.MAX_VALUE
                ? new Place(day.getKey().minusDays(1), 0)
                : new Place(day.getKey(), to);
      }
    }
    return slices;
  }

  private static long share(Connection connection, long bytes, long ofBytes) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(VEHICLES);
        ResultSet row = query.executeQuery()) {
      row.next();
      return Math.max(1, (long) (row.getLong(1) * ((double) bytes / ofBytes)));
    }
  }

  private static long vehicleAfter(Connection connection, long vehicle, long count)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(VEHICLE_AFTER)) {
      query.setLong(1, vehicle);
      query.setLong(2, count);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : Long.MAX_VALUE;
      }
    }
  }

  /** Where the next turn begins. */
  private record Place(LocalDate day, long vehicle) {}
}
