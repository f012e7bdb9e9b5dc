package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.localstack.testing.TestStack;
import io.evenkeel.localstack.testing.TestStacks;
import io.evenkeel.sink.SinkSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * SQL on tables that have grown, as a tenant's reader. With {@code -Ddashboards.rows=10000000}
 * every statement has to come back within 200 ms; with the few rows of a usual run nothing is
 * timed.
 */
class LargeTablesIT {
  private static final long ROWS = Long.getLong("dashboards.rows", 0);
  private static final long ROWS_DEFAULT = 50_000;
  private static final long MILLIS_MAX = 200;
  private static final int RUNS = 3;
  private static final int POINTS = 500;
  private static final String READER = "evk_large_reader";

  private static Database database;

  @BeforeAll
  static void fill() throws SQLException {
    TestStack stack = TestStacks.shared();
    database = new Database(stack.createDatabase(), stack);
    SinkSchema.migrate(database.url(), stack.user(), stack.password());
    FilledTables tables = new FilledTables(database, ROWS == 0 ? ROWS_DEFAULT : ROWS);
    tables.fill();
    assertThat(database.number("select count(*) from evenkeel.reading")).isEqualTo(tables.rows());
    database.createReader(READER, FilledTables.TENANT);
  }

  @AfterAll
  static void removeReader() throws SQLException {
    database.dropReader(READER);
  }

  @Test
  void everyStatementFindsItsRows() throws SQLException {
    List<String> slow = new ArrayList<>();
    try (Connection reader = database.reader(READER)) {
      for (Dashboard dashboard : Dashboard.all()) {
        for (Query query : dashboard.queries()) {
          if (query instanceof Query.Sql statement) {
            String sql = macros(statement.from()).sql(query.text());
            assertThat(Database.rows(reader, sql)).as(query.where()).isPositive();
            slow.addAll(tooSlow(reader, query, sql));
          }
        }
      }
    }

    assertThat(slow).isEmpty();
  }

  private static List<String> tooSlow(Connection reader, Query query, String sql)
      throws SQLException {
    if (ROWS == 0) {
      return List.of();
    }
    double millis = millis(reader, sql);
    System.out.printf(Locale.ROOT, "%7.1f ms  %s%n", millis, query.where());
    return millis <= MILLIS_MAX
        ? List.of()
        : List.of(
            "%s: %.0f ms%n%s%n%s"
                .formatted(query.where(), millis, sql, Database.plan(reader, sql)));
  }

  private static double millis(Connection reader, String sql) throws SQLException {
    List<Long> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      long begin = System.nanoTime();
      Database.rows(reader, sql);
      runs.add(System.nanoTime() - begin);
    }
    runs.sort(null);
    return runs.get(RUNS / 2) / 1e6;
  }

  /** The time that a panel shows when it is opened; a day where that is the day so far. */
  private static Macros macros(String from) {
    Instant now = Instant.now();
    Duration range = range(from);
    Duration interval = Duration.ofSeconds(Math.max(60, range.toSeconds() / POINTS));
    return new Macros(FilledTables.TENANT, FilledTables.VEHICLE, now.minus(range), now, interval);
  }

  private static Duration range(String from) {
    return from.equals("now/d") ? Duration.ofDays(1) : Duration.parse("PT" + from.substring(4));
  }
}
