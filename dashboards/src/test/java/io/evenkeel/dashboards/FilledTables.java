package io.evenkeel.dashboards;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Fills the tables inside the server: a week of a fleet of which each vehicle drives two hours a
 * day and sends an event every 5 s meanwhile, of two tenants, the first with four fifths of the
 * vehicles. In the order of time, as it comes in reality.
 */
final class FilledTables {
  static final String TENANT = "acme";
  static final String VEHICLE = "car-1";

  private static final int DAYS = 7;
  private static final int MINUTES_A_DAY = 120;
  private static final int EVENTS_A_MINUTE = 12;
  private static final int ROWS_OF_A_VEHICLE = DAYS * MINUTES_A_DAY * EVENTS_A_MINUTE;
  private static final int VEHICLES_MIN = 5;

  private final Database database;
  private final long vehicles;
  private final long rows;

  FilledTables(Database database, long rows) {
    this.database = database;
    this.vehicles = Math.max(VEHICLES_MIN, Math.ceilDiv(rows, ROWS_OF_A_VEHICLE));
    this.rows = vehicles * ROWS_OF_A_VEHICLE;
  }

  /** Readings in the table. */
  long rows() {
    return rows;
  }

  void fill() throws SQLException {
    addVehicles();
    addPartitions();
    addReadings();
    addMinutes();
    addLatest();
    addLetters();
    addBooks();
    addSignals();
    tidy();
  }

  private void addVehicles() throws SQLException {
    database.execute(
        "INSERT INTO evenkeel.tenant (slug) VALUES ('acme'), ('other')",
        """
        INSERT INTO evenkeel.vehicle (vehicle_id, tenant_no, name)
        SELECT t.tenant_no::bigint << 40 | n, t.tenant_no, 'car-' || n
        FROM generate_series(1, %d) n
        JOIN evenkeel.tenant t ON t.slug = CASE WHEN n %% 5 = 0 THEN 'other' ELSE 'acme' END
        """
            .formatted(vehicles));
  }

  private void addPartitions() throws SQLException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (LocalDate day = today.minusDays(DAYS); !day.isAfter(today); day = day.plusDays(1)) {
      database.execute(
          "CREATE TABLE evenkeel.reading_%s PARTITION OF evenkeel.reading FOR VALUES FROM ('%s 00:00Z') TO ('%s 00:00Z')"
              .formatted(day.toString().replace("-", ""), day, day.plusDays(1)));
    }
  }

  private void addReadings() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.reading (vehicle_id, event_time, event_id, ingest_time, extra, speed, odometer, soc,
          battery_power, battery_voltage, battery_current, battery_temperature, latitude, longitude, heading,
          ambient_temperature, is_charging)
        SELECT vehicle_id, minute + k * interval '5 s', lpad(to_hex(m * 12 + k), 32, '0')::uuid, minute + k * interval '5.2 s',
          CASE WHEN k = 0 AND m %% 10 = 0 THEN '{"seat_heater": 2}'::jsonb END, 40 + k, 1e7 + m * 700, 90 - m %% 80,
          CASE WHEN vehicle_id %% 9 = 0 THEN 11000 ELSE -9000 - k * 100 END, 380 + k, -25.5, 25.5,
          48.5 + (vehicle_id & 1023) / 2000.0, 9 + m / 2000.0, k * 30, 12.5, vehicle_id %% 9 = 0
        FROM %s CROSS JOIN evenkeel.vehicle CROSS JOIN generate_series(0, %d) k
        """
            .formatted(minutes(), EVENTS_A_MINUTE - 1));
  }

  private void addMinutes() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.vehicle_minute (vehicle_id, minute, events, closed,
          speed_count, speed_sum, speed_min, speed_max, soc_count, soc_sum, soc_min, soc_max,
          battery_power_count, battery_power_sum, battery_power_min, battery_power_max,
          battery_voltage_count, battery_voltage_sum, battery_voltage_min, battery_voltage_max,
          battery_current_count, battery_current_sum, battery_current_min, battery_current_max,
          battery_temperature_count, battery_temperature_sum, battery_temperature_min, battery_temperature_max,
          ambient_temperature_count, ambient_temperature_sum, ambient_temperature_min, ambient_temperature_max,
          odometer_last, latitude_last, longitude_last, heading_last, is_charging_last)
        SELECT vehicle_id, minute, 12, true, 12, 546, 40, 51, 12, 12 * (90 - m %% 80), 90 - m %% 80, 90 - m %% 80,
          12, CASE WHEN vehicle_id %% 9 = 0 THEN 132000 ELSE -114600 END, -10100, 11000,
          12, 4626, 380, 391, 12, -306, -25.5, -25.5, 12, 306, 25.5, 25.5, 12, 150, 12.5, 12.5,
          1e7 + m * 700, 48.5 + (vehicle_id & 1023) / 2000.0, 9 + m / 2000.0, 330, vehicle_id %% 9 = 0
        FROM %s CROSS JOIN evenkeel.vehicle
        """
            .formatted(minutes()));
  }

  // Two drives a day, an hour each with a break in the middle, twelve hours apart; the last ends
  // now.
  private static String minutes() {
    return """
    (SELECT m, date_trunc('minute', now()) - (m / 60 * 12 || ' hours')::interval
       - (m %% 60 + CASE WHEN m %% 60 >= 30 THEN 10 ELSE 0 END || ' minutes')::interval AS minute FROM generate_series(%d, 0, -1) m ORDER BY m DESC) minutes
    """
        .formatted(DAYS * MINUTES_A_DAY - 1);
  }

  private void addLatest() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.vehicle_latest (vehicle_id, last_event_time, live_through, speed, odometer, soc,
          battery_power, battery_temperature, latitude, longitude, is_charging)
        SELECT vehicle_id, now() - (vehicle_id %% 3 * 40 || ' minutes')::interval, now(), 48, 1e7,
          (vehicle_id * 37 & 1023) / 10.5, CASE WHEN vehicle_id %% 9 = 0 THEN 11000 ELSE -9000 END, 25.5,
          48.5 + (vehicle_id & 1023) / 2000.0, 9 + (vehicle_id & 255) / 500.0, vehicle_id %% 9 = 0
        FROM evenkeel.vehicle
        """
            .formatted());
  }

  // One in a hundred was refused: more than in any healthy fleet.
  private void addLetters() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.dead_letter (topic, partition, record_offset, event_index, tenant_no, vehicle, stage, code,
          message, payload, lane, content_type, kept_at, first_failed_at, state)
        SELECT 'evenkeel.dead-letter', n %% 12, n / 12, 0, v.tenant_no, v.name, 'gateway',
          (ARRAY['signal-out-of-range', 'event-time-in-future', 'signal-type-mismatch'])[1 + n %% 3], 'not plausible',
          decode(repeat('7b', 200), 'hex'), 'live', 'application/json', now() - (%1$d - n) * interval '6 s',
          now() - (%1$d - n) * interval '6 s', CASE WHEN n %% 2 = 0 THEN 'held' ELSE 'discarded' END
        FROM generate_series(1, %1$d) n JOIN evenkeel.vehicle v ON v.vehicle_id & ((1::bigint << 40) - 1) = 1 + n %% %2$d
        """
            .formatted(rows / 100, vehicles));
  }

  private void addBooks() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.book
        SELECT tenant_no, lane, job, p, current_date - d, 1000, 990, 10, 0, 980, 5, 5
        FROM evenkeel.tenant CROSS JOIN (VALUES ('live', ''), ('backfill', 'recording'), ('backfill', 'replay-1')) l (lane, job)
          CROSS JOIN generate_series(0, 11) p CROSS JOIN generate_series(0, 365) d
        """,
        """
        INSERT INTO evenkeel.refusal
        SELECT tenant_no, lane, lane, code, current_date - d, 100 FROM evenkeel.tenant
          CROSS JOIN (VALUES ('live'), ('backfill')) l (lane) CROSS JOIN (VALUES ('signal-out-of-range'), ('time-invalid')) c (code)
          CROSS JOIN generate_series(0, 365) d
        """,
        """
        INSERT INTO evenkeel.removal
        SELECT tenant_no, 'reading', current_date - d, 100, 1 FROM evenkeel.tenant CROSS JOIN generate_series(8, 365) d
        """);
  }

  // Windows of 5 minutes for two days, of an hour for 90, of 40 signals and 20 unknown names.
  private void addSignals() throws SQLException {
    database.execute(
        """
        INSERT INTO evenkeel.signal_window
        SELECT tenant_no, at, kind, CASE kind WHEN 'events' THEN '' ELSE kind || n END, 1000 - n
        FROM evenkeel.tenant CROSS JOIN (
            SELECT date_trunc('hour', now()) - w * interval '5 minutes' AS at FROM generate_series(0, 575) w
            UNION SELECT date_trunc('hour', now()) - w * interval '1 hour' FROM generate_series(48, 2160) w) windows
          CROSS JOIN (VALUES ('events', 1), ('signal', 40), ('extra', 20)) k (kind, names)
          CROSS JOIN LATERAL generate_series(1, names) n
        """,
        "INSERT INTO evenkeel.drift SELECT tenant_no, 'appeared', 'seat_heater', 0, 0.4, now() FROM evenkeel.tenant",
        "INSERT INTO evenkeel.remap (tenant_no, received, signal, scale, \"offset\") SELECT tenant_no, 'batt', 'soc', 1, 0 FROM evenkeel.tenant");
  }

  // Autovacuum would have done it within the week.
  private void tidy() throws SQLException {
    try (Connection connection = database.owner();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
  }
}
