package io.evenkeel.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of every dashboard, where it is meant to run: on a pipeline that works. */
class QueriesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration RATE_INTERVAL = Duration.ofSeconds(20);
  private static final String READER = "evk_dashboards_reader";

  /** Panels that a healthy pipeline leaves empty, with what would fill them. */
  private static final Set<String> EMPTY_IN_SQL =
      Set.of(
          // A day of readings older than the retention.
          "books: Removed, A",
          // An alias for a name that waits.
          "dead-letters: Values being moved, A");

  @TempDir private static Path directory = Path.of(".");
  private static MonitoredPipeline pipeline;

  @BeforeAll
  static void start() throws Exception {
    pipeline = MonitoredPipeline.start(directory);
    pipeline.drive();
    pipeline.keepDriving();
    awaitCount("select count(*) from evenkeel.dead_letter", 4);
    awaitCount("select count(*) from evenkeel.book where lane = 'backfill' and stored > 0", 1);
    awaitCount("select count(*) from evenkeel.vehicle_minute where soc_count > 0", 300);
    awaitCount("select count(*) from evenkeel.drift", 1);
    awaitCount("select count(*) from evenkeel.signal_window where kind = 'extra'", 1);
    pipeline.database().createReader(READER, MonitoredPipeline.TENANT);
  }

  @AfterAll
  static void stop() throws Exception {
    pipeline.database().dropReader(READER);
    pipeline.close();
  }

  @Test
  void everyPromQlExpressionReturnsDataFromARunningPipeline() throws Exception {
    assumeTrue(PrometheusProcess.isInstalled(), PrometheusProcess.MISSING);
    Path files = Files.createDirectory(directory.resolve("prometheus"));
    try (PrometheusProcess prometheus = PrometheusProcess.start(files, pipeline.adminPorts())) {
      prometheus.awaitScrapes(pipeline.adminPorts().size());

      List<Query> expressions = queries(Query.PromQl.class);
      Set<String> silent = new TreeSet<>();
      await("expressions return data")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> {
            silent.clear();
            for (Query query : expressions) {
              String expression = macros().promQl(query.text());
              if (prometheus.samples(expression) == 0 && !Quiet.mayBeEmpty(query)) {
                silent.add(query.where() + ": " + expression);
              }
            }
            assertThat(silent).isEmpty();
          });
    }
  }

  @Test
  void everySqlStatementReturnsRowsToATenantsReader() throws Exception {
    List<String> empty = new ArrayList<>();
    try (Connection reader = pipeline.database().reader(READER)) {
      for (Query query : queries(Query.Sql.class)) {
        String sql = macros().sql(query.text());
        assertThatCode(
                () -> {
                  if (Database.rows(reader, sql) == 0) {
                    empty.add(query.where());
                  }
                })
            .as("%s: %s", query.where(), sql)
            .doesNotThrowAnyException();
      }
    }

    assertThat(EMPTY_IN_SQL).containsAll(empty);
  }

  @Test
  void noSqlStatementShowsAReaderAnotherTenant() throws Exception {
    Macros foreign = macros("canary", "canary");
    try (Connection reader = pipeline.database().reader(READER)) {
      for (Query query : queries(Query.Sql.class)) {
        if (query.text().contains("${tenant:sqlstring}")) {
          assertThat(Database.numbers(reader, foreign.sql(query.text())))
              .as(query.where())
              .isZero();
        }
      }
    }
  }

  private static List<Query> queries(Class<? extends Query> kind) {
    return Dashboard.all().stream()
        .flatMap(dashboard -> dashboard.queries().stream())
        .filter(kind::isInstance)
        .toList();
  }

  private static Macros macros() {
    return macros(MonitoredPipeline.TENANT, MonitoredPipeline.VEHICLE);
  }

  private static Macros macros(String tenant, String vehicle) {
    Instant now = Instant.now();
    return new Macros(
        tenant, vehicle, now.minus(Duration.ofHours(6)), now.plusSeconds(1), RATE_INTERVAL);
  }

  private static void awaitCount(String query, long atLeast) {
    await(query)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> pipeline.database().number(query) >= atLeast);
  }
}
