package io.evenkeel.load.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Compares what was acknowledged with what the tables hold, by SQL of its own: nothing of the
 * sink's code decides whether the sink was right.
 */
final class StoredCheck {
  private static final int EXAMPLES_MAX = 5;

  private static final String LOAD =
      "create temp table acked (name text, seq bigint, event_time timestamptz, event_id uuid)";

  private static final String LOST =
      """
      from acked a where not exists (
        select from evenkeel.tenant t join evenkeel.vehicle v using (tenant_no)
          join evenkeel.reading r using (vehicle_id)
        where t.slug = '%s' and v.name = a.name and r.event_time = a.event_time and r.event_id = a.event_id)
      """;

  // Everything that was sent is acknowledged in the end, so any other row was stored twice or made
  // up.
  private static final String ROWS =
      "select count(*) from evenkeel.reading where vehicle_id >> 40 ="
          + " (select tenant_no from evenkeel.tenant where slug = '%s')";

  private static final String BOOKS =
      """
      select coalesce(sum(stored), 0) as stored, coalesce(sum(events_in - events_out - duplicate_processor - dead_processor), 0)
        + coalesce(sum(events_out - stored - duplicate_sink - dead_sink), 0) as unexplained,
        coalesce(sum(dead_processor + dead_sink), 0) as dead
      from evenkeel.book join evenkeel.tenant using (tenant_no) where slug = '%s'
      """;

  private static final String MINUTES =
      """
      with r as (
        select vehicle_id, date_trunc('minute', event_time, 'UTC') as minute, count(*)::int as events,
               sum(speed) as speed_sum, min(speed) as speed_min, max(speed) as speed_max,
               count(battery_power) as power_count, sum(battery_power) as power_sum
        from evenkeel.reading group by 1, 2)
      select count(*) from evenkeel.vehicle_minute m full join r using (vehicle_id, minute)
      where m.events is distinct from r.events or m.speed_min is distinct from r.speed_min
         or m.speed_max is distinct from r.speed_max or m.battery_power_count is distinct from r.power_count
         or abs(m.speed_sum - r.speed_sum) > 1e-6 or abs(m.battery_power_sum - r.power_sum) > 1e-6
      """;

  private final String jdbcUrl;
  private final String tenant;

  StoredCheck(String jdbcUrl, String tenant) {
    this.jdbcUrl = jdbcUrl;
    this.tenant = tenant;
  }

  /**
   * What the tables say.
   *
   * @param lost acknowledged events that are not stored
   * @param doubled rows beyond one for each acknowledged event
   * @param bookDifference by how much the books differ from the rows, and from themselves
   * @param findings what is wrong, in words
   */
  record Result(long lost, long doubled, long bookDifference, List<String> findings) {
    Result {
      findings = List.copyOf(findings);
    }
  }

  /** Compares. Everything has to be stored already. */
  Result compare(AckBook book) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      load(connection, book);
      List<String> findings = new ArrayList<>();
      long lost = number(statement, "select count(*) " + LOST.formatted(tenant));
      long rows = number(statement, ROWS.formatted(tenant));
      long doubled = rows - (book.events() - lost);
      if (lost > 0) {
        findings.add(lost + " acknowledged events are not stored: " + examples(statement));
      }
      if (doubled > 0) {
        findings.add(doubled + " rows are stored beyond the acknowledged events");
      }
      return new Result(lost, doubled, books(statement, rows, findings), findings);
    }
  }

  /** Minutes that differ from what their rows say, or have none, or are missing. */
  long wrongMinutes() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      return number(statement, MINUTES);
    }
  }

  private long books(Statement statement, long rows, List<String> findings) throws SQLException {
    try (ResultSet row = statement.executeQuery(BOOKS.formatted(tenant))) {
      row.next();
      long stored = row.getLong("stored");
      long unexplained = row.getLong("unexplained");
      long dead = row.getLong("dead");
      if (stored != rows) {
        findings.add("the books say " + stored + " rows, the table has " + rows);
      }
      if (unexplained != 0) {
        findings.add("the books do not explain " + unexplained + " events");
      }
      if (dead != 0) {
        findings.add(dead + " events were dead-lettered, and all of them were right");
      }
      return Math.abs(stored - rows) + Math.abs(unexplained) + dead;
    }
  }

  private static void load(Connection connection, AckBook book) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOAD);
    }
    PGConnection postgres = connection.unwrap(PGConnection.class);
    try (OutputStream rows = new PGCopyOutputStream(postgres, "copy acked from stdin")) {
      book.forEach((device, seq) -> write(rows, device, seq));
    } catch (IOException e) {
      throw new SQLException("The acknowledged events cannot be loaded", e);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("analyze acked");
    }
  }

  private static void write(OutputStream rows, Device device, long seq) {
    try {
      rows.write(
          "%s\t%d\t%s\t%s\n"
              .formatted(
                  device.name(), seq, Instant.ofEpochMilli(device.timeMillis(seq)), device.id(seq))
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String examples(Statement statement) throws SQLException {
    List<String> examples = new ArrayList<>();
    String sql = "select a.name, a.seq " + LOST.formatted(tenant) + " order by 1, 2 limit ";
    try (ResultSet row = statement.executeQuery(sql + EXAMPLES_MAX)) {
      while (row.next()) {
        examples.add(row.getString(1) + " seq " + row.getLong(2));
      }
    }
    return String.join(", ", examples);
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
