package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.cli.metrics.MetricFamily;
import io.evenkeel.cli.metrics.MetricsPage;
import io.evenkeel.cli.page.Browser;
import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.OutgoingEvent;
import io.evenkeel.client.TelemetryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole pipeline says of itself: the audit, the canary and the page. */
class SelfCheckIT {
  private static final String STRANGE_NAME = "<img src=x onerror=alert(1)>";
  private static final String VEHICLES_DRAWN =
      "document.querySelectorAll('.vehicle[style*=translate]').length";

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
  void tellsThePageWhereTheDemoFleetIsAndNobodyElses() throws Exception {
    sendFromElsewhere();
    sendFromAVehicleWithAStrangeName();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          JsonNode fleet = page("/api/fleet");
          assertThat(fleet.path("tenant").asText()).isEqualTo("demo");
          assertThat(fleet.path("vehicles"))
              .anySatisfy(vehicle -> {
                assertThat(vehicle.path("name").asText()).isEqualTo(STRANGE_NAME);
                assertThat(vehicle.path("soc").asDouble()).isEqualTo(91);
                assertThat(vehicle.path("charging").asBoolean()).isTrue();
              })
              .noneSatisfy(
                  vehicle -> assertThat(vehicle.path("name").asText()).isEqualTo("elsewhere"));
          assertThat(page("/api/letters").path("letters")).isNotEmpty();
          assertThat(page("/api/books").path("balanced").asBoolean()).isTrue();
        });
    assertThat(page("/api/pipeline").path("history")).isNotEmpty();
    assertThat(page("/api/trails").has("trails")).isTrue();
  }

  @Test
  void showsItInARealBrowser() throws Exception {
    Optional<Path> chromium = Browser.find();
    assumeThat(chromium).as("install the package chromium to test the page").isPresent();
    sendFromAVehicleWithAStrangeName();
    CompletableFuture<UpProcess.Result> fleet =
        CompletableFuture.supplyAsync(
            () -> up.run("simulate", "--vehicles", "20", "--rate", "100", "--for", "6s"));
    URI page = URI.create(Objects.requireNonNull(up.instance().page()));

    try (Browser browser =
        Browser.start(
            chromium.orElseThrow(), Files.createDirectory(directory.resolve("browser")))) {
      browser.show(1_280, 800, false);
      browser.open(page);

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> {
            assertThat(Integer.parseInt(browser.evaluate(VEHICLES_DRAWN))).isGreaterThan(20);
            assertThat(browser.evaluate(text("tile-accepted"))).matches("[1-9].* events/s");
            assertThat(browser.evaluate(text("verdict"))).startsWith("✓");
            assertThat(browser.evaluate(text("letter-rows"))).contains("signal-out-of-range");
          });
      numbersChange(browser);
      namesStayText(browser);
      keysMoveThePlane(browser);
      fits(browser);
      // A machine that is busy may answer late; the page says so by itself.
      assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("status of 503"));
      assertThat(browser.requests()).allMatch(request -> request.startsWith(page.toString()));
    }
    assertThat(fleet.join().exitCode()).isEqualTo(ExitCodes.OK);
  }

  private static void numbersChange(Browser browser) {
    String before = browser.evaluate(text("tile-accepted"));
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> !browser.evaluate(text("tile-accepted")).equals(before));
  }

  private static void namesStayText(Browser browser) {
    browser.evaluate("document.querySelector('details').open = true");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> browser.evaluate(text("vehicles")).contains(STRANGE_NAME));
    assertThat(browser.evaluate("document.images.length")).isEqualTo("0");
    assertThat(browser.evaluate("document.querySelectorAll('.vehicle.soc4.charging').length"))
        .isNotEqualTo("0");
  }

  private static void keysMoveThePlane(Browser browser) {
    String graticule = "document.querySelector('#plane-svg g').innerHTML";
    String before = browser.evaluate(graticule);
    browser.evaluate("document.getElementById('plane').focus()");
    browser.press("+");
    assertThat(browser.evaluate(graticule)).isNotEqualTo(before);
  }

  private static void fits(Browser browser) throws IOException {
    for (int width : new int[] {1_280, 390}) {
      browser.show(width, width == 390 ? 844 : 800, width == 390);
      assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("no scrolling to the side at %d pixels", width)
          .isEqualTo("true");
      browser.screenshot(Path.of("target", "page-" + width + ".png"));
    }
  }

  private static String text(String id) {
    return "document.getElementById('" + id + "').textContent";
  }

  // It is stored before the demo tenant's event is sent, so a page that has the one could have
  // both.
  private static void sendFromElsewhere() {
    up.run("tenant", "create", "elsewhere");
    String key = up.run("key", "create", "--tenant", "elsewhere").out();
    byte[] event =
        new OutgoingEvent(
                "elsewhere",
                InstantSource.system().millis(),
                "page",
                1,
                Map.of("latitude", 52.5, "longitude", 13.4))
            .toJson();
    try (TelemetryClient client =
        new TelemetryClient(ClientOptions.of(URI.create(up.instance().url()), key))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> client.sendLive(List.of(event)).accepted() == 1);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            up.sql("select count(*) from reading_named where tenant = 'elsewhere'").equals("1"));
  }

  private static void sendFromAVehicleWithAStrangeName() throws InterruptedException {
    try (TelemetryClient client =
        new TelemetryClient(
            ClientOptions.of(URI.create(up.instance().url()), up.instance().apiKey()))) {
      long now = InstantSource.system().millis();
      client.sendLive(
          List.of(
              event(
                  now, Map.of("latitude", 48.7, "longitude", 9.2, "soc", 91, "is_charging", true)),
              event(now + 1, Map.of("speed", 9_999))));
    }
  }

  private static byte[] event(long time, Map<String, Object> signals) {
    return new OutgoingEvent(STRANGE_NAME, time, "page", time, signals).toJson();
  }

  private static JsonNode page(String path) throws IOException, InterruptedException {
    URI uri = URI.create(up.instance().page() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return Json.read(answer.body(), JsonNode.class);
    }
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
