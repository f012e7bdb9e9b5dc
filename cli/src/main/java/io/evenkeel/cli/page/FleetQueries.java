package io.evenkeel.cli.page;

import io.evenkeel.cli.page.FleetView.Trail;
import io.evenkeel.cli.page.FleetView.Trails;
import io.evenkeel.cli.page.FleetView.Vehicle;
import io.evenkeel.sink.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads where the vehicles of one tenant are. Thread-safe. */
final class FleetQueries {
  /** Vehicles that are shown, the newest ones. */
  static final int VEHICLES_MAX = 1_000;

  private static final long COUNTER_MASK = (1L << 40) - 1;

  // No index leads to the vehicles that sent lately, so only the newest 20,000 are looked at: a
  // walk along the primary key with an end.
  private static final String SCANNED =
      """
      WITH scanned AS (
        SELECT vehicle_id, latitude, longitude, latitude_at, coalesce(soc, soc_displayed) AS charge, is_charging, speed
        FROM evenkeel.vehicle_latest
        WHERE vehicle_id >= (SELECT tenant_no::bigint << 40 FROM evenkeel.tenant WHERE slug = ?)
          AND vehicle_id < (SELECT (tenant_no::bigint + 1) << 40 FROM evenkeel.tenant WHERE slug = ?)
        ORDER BY vehicle_id DESC LIMIT 20000),
      shown AS (
        SELECT * FROM scanned
        WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND latitude_at > now() - interval '10 minutes'
        ORDER BY vehicle_id DESC LIMIT ?)
      """;

  private static final String FLEET =
      SCANNED
          + """
          SELECT vehicle_id, v.name, latitude, longitude,
            (extract(epoch FROM latitude_at) * 1000)::bigint AS at, charge, is_charging, speed
          FROM shown JOIN evenkeel.vehicle v USING (vehicle_id) ORDER BY vehicle_id
          """;

  // A row a minute instead of every reading.
  private static final String TRAILS =
      SCANNED
          + """
          SELECT vehicle_id, (extract(epoch FROM minute) * 1000)::bigint AS at, latitude_last, longitude_last
          FROM shown JOIN evenkeel.vehicle_minute m USING (vehicle_id)
          WHERE minute > now() - interval '15 minutes' AND latitude_last IS NOT NULL AND longitude_last IS NOT NULL
          ORDER BY vehicle_id, minute
          """;

  private final Database database;
  private final String tenant;
  private final InstantSource clock;

  FleetQueries(Database database, String tenant, InstantSource clock) {
    this.database = database;
    this.tenant = tenant;
    this.clock = clock;
  }

  /** Where the vehicles are. */
  FleetView fleet() throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement query = prepare(connection, FLEET, VEHICLES_MAX + 1);
        ResultSet row = query.executeQuery()) {
      List<Vehicle> vehicles = new ArrayList<>();
      while (row.next()) {
        vehicles.add(vehicle(row));
      }
      boolean truncated = vehicles.size() > VEHICLES_MAX;
      List<Vehicle> shown = truncated ? vehicles.subList(1, vehicles.size()) : vehicles;
      return new FleetView(clock.millis(), tenant, truncated, List.copyOf(shown));
    }
  }

  /** Where they were. */
  Trails trails() throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement query = prepare(connection, TRAILS, VEHICLES_MAX);
        ResultSet row = query.executeQuery()) {
      Map<Long, Trail> trails = new LinkedHashMap<>();
      while (row.next()) {
        trails
            .computeIfAbsent(number(row), id -> new Trail(id, new ArrayList<>()))
            .points()
            .add(new double[] {row.getLong(2), row.getDouble(3), row.getDouble(4)});
      }
      return new Trails(List.copyOf(trails.values()));
    }
  }

  private PreparedStatement prepare(Connection connection, String sql, int limit)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, tenant);
    query.setString(2, tenant);
    query.setInt(3, limit);
    return query;
  }

  private static Vehicle vehicle(ResultSet row) throws SQLException {
    return new Vehicle(
        number(row),
        row.getString("name"),
        row.getDouble("latitude"),
        row.getDouble("longitude"),
        row.getLong("at"),
        number(row, "charge"),
        (Boolean) row.getObject("is_charging"),
        number(row, "speed"));
  }

  private static long number(ResultSet row) throws SQLException {
    return row.getLong("vehicle_id") & COUNTER_MASK;
  }

  private static @Nullable Double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }
}
