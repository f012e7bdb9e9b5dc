package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.cli.metrics.MetricFamily;
import io.evenkeel.cli.metrics.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole pipeline says of itself: the audit and the canary. */
class SelfCheckIT {
  @TempDir private static Path directory = Path.of(".");

  @SuppressWarnings("NullAway.Init") // started before any test runs
  private static UpProcess up;

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(directory.resolve("data"), "--canary");
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void balancesUnderTrafficAndTellsByItsExitCodeWhatIsMissing() throws Exception {
    CompletableFuture<UpProcess.Result> fleet =
        CompletableFuture.supplyAsync(
            () -> up.run("simulate", "--vehicles", "40", "--rate", "500", "--for", "10s"));
    UpProcess.Result watched =
        up.run("audit", "--watch", "--every", "100ms", "--for", "8s", "--json");
    assertThat(watched.exitCode()).as(watched.out()).isEqualTo(ExitCodes.OK);
    List<String> reports = watched.out().lines().toList();
    assertThat(reports).hasSizeGreaterThan(2).allMatch(r -> r.startsWith("{\"balanced\":true,"));
    Map<?, ?> last = Json.read(reports.getLast(), Map.class);
    assertThat(last.get("findings")).isEqualTo(List.of());
    assertThat((Integer) last.get("events")).isPositive();

    assertThat(fleet.join().exitCode()).isEqualTo(ExitCodes.OK);
    up.sql(
        "delete from reading where (vehicle_id, event_time, event_id) = (select vehicle_id, event_time, event_id from reading_named where tenant = 'demo' limit 1) returning 1");
    UpProcess.Result missing = up.run("audit", "--fast");

    assertThat(missing.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(missing.out()).contains("rows", "demo", "1 are missing");
  }

  @Test
  void seesTheCanarysEventsAndTellsHowFreshTheyAre() throws Exception {
    URI metrics = URI.create(up.instance().metrics());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(value(metrics, "evenkeel_canary_events_total{outcome=\"seen\"}"))
                .isGreaterThanOrEqualTo(3));

    assertThat(value(metrics, "evenkeel_canary_events_total{outcome=\"missing\"}")).isZero();
    assertThat(value(metrics, "evenkeel_canary_freshness_seconds_bucket{le=\"30.0\"}"))
        .isGreaterThanOrEqualTo(3);
    assertThat(value(metrics, "evenkeel_canary_last_seen_age_seconds")).isBetween(0.0, 30.0);
    assertThat(up.sql("select count(*) > 2 from reading_named where tenant = 'canary'"))
        .isEqualTo("true");
  }

  @Test
  void exposesTheMetricsThatTheReferencePageLists() throws Exception {
    URI metrics = URI.create(up.instance().metrics());
    for (String late : List.of("evenkeel_pressure_records", "evenkeel_audit_age_seconds")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> scrape(metrics).contains("\n" + late));
    }
    Map<String, MetricFamily> exposed = MetricFamily.exposed(scrape(metrics));
    if ("write".equals(System.getProperty("metrics.page"))) {
      MetricsPage.write(exposed);
    }

    assertThat(MetricsPage.families()).containsAllEntriesOf(exposed);
    assertThat(exposed).hasSizeGreaterThan(60);
  }

  private static String scrape(URI metrics) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static double value(URI metrics, String series) throws IOException, InterruptedException {
    return scrape(metrics)
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(-1);
  }
}
