package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.client.ClientOptions;
import io.evenkeel.client.SendResult;
import io.evenkeel.client.TelemetryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The incident that fleets really had: a producer renames a field. Here somebody notices, one alias
 * mends it, and nothing is missing afterwards.
 */
class RenamedFieldIT {
  private static final int VEHICLES = 5;
  private static final int EVENTS = 40;
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private static Path directory = Path.of(".");

  @SuppressWarnings("NullAway.Init") // started before any test runs
  private static UpProcess up;

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(directory.resolve("data"), "--drift-window", "2s");
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void noticesARenamedSignalAndRepairsWhatCameMeanwhile() throws Exception {
    try (TelemetryClient fleet = fleet("north")) {
      Instant start = Instant.now().minus(Duration.ofHours(2));
      // One window may hold a few events only, because a send met its end: two have enough.
      AtomicInteger known = new AtomicInteger();
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> {
            Instant from = start.plusSeconds(60L * known.getAndIncrement());
            for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
              send(fleet, events(vehicle, from, "time", "soc_displayed"));
            }
            return closedWindows("north") >= 2;
          });
      awaitAllWindowsClosed("north", known.get() * VEHICLES * EVENTS);
      // A fleet goes on sending; what it sends is compared while it is new.
      Instant renaming = start.plus(Duration.ofHours(1));
      AtomicInteger rounds = new AtomicInteger();
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> {
            Instant from = renaming.plusSeconds(60L * rounds.incrementAndGet());
            for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
              send(fleet, events(vehicle, from, "time", "battery_soc_pct"));
            }
            return hasDrift("north", "vanished", "soc_displayed")
                && hasDrift("north", "appeared", "battery_soc_pct");
          });

      int named = known.get() * VEHICLES * EVENTS;
      int renamed = rounds.get() * VEHICLES * EVENTS;
      assertThat(gauge("north", "vanished")).isPositive();
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(sql("north", "soc_displayed is null and extra ? 'battery_soc_pct'"))
                  .isEqualTo(Integer.toString(renamed)));

      run("alias", "add", "north", "battery_soc_pct", "soc_displayed");

      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(
                      sql(
                          "north",
                          "extra is null and soc_displayed = 50 + extract(second from event_time)::int % 10"))
                  .isEqualTo(Integer.toString(named + renamed)));
      await().atMost(SOON).untilAsserted(() -> assertMoved(renamed));
      assertThat(up.sql("select count(*) from vehicle_latest where soc_displayed is null"))
          .isEqualTo("0");

      // What was stored under the old name is the same event when it is sent again.
      send(fleet, events(0, renaming.plusSeconds(60), "time", "battery_soc_pct"));
      send(fleet, events(0, start.minusSeconds(600), "time", "battery_soc_pct"));
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(sql("north", "extra is null and soc_displayed is not null"))
                  .isEqualTo(Integer.toString(named + renamed + EVENTS)));
      assertMinutesAndBooks();
    }
  }

  @Test
  void keepsEventsWithARenamedTimeAndStoresEachOnceAfterAnAlias() throws Exception {
    try (TelemetryClient fleet = fleet("south")) {
      Instant start = Instant.now().minus(Duration.ofHours(2));
      send(fleet, events(0, start, "time", "soc_displayed"));
      AtomicInteger rounds = new AtomicInteger();
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> {
            Instant from = start.plusSeconds(60L * rounds.incrementAndGet());
            for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
              SendResult refused = fleet.sendLive(events(vehicle, from, "ts", "soc_displayed"));
              assertThat(refused.rejected()).hasSize(EVENTS);
            }
            return hasDrift("south", "failing", "unknown-member");
          });

      int refused = rounds.get() * VEHICLES * EVENTS;
      assertThat(sql("south", "true")).isEqualTo(Integer.toString(EVENTS));
      awaitLetters("held", refused);

      assertThat(replay("--dry-run").out())
          .contains("\"replayable\":0", "\"unknown-member\":" + Math.min(refused, 1_000));
      // Nothing is mended yet: a replay tries a few, stops, and changes nothing but their attempts.
      UpProcess.Result hasty = replay();
      assertThat(hasty.exitCode()).isEqualTo(ExitCodes.FAILED);
      assertThat(hasty.err()).contains("20 of 20 letters failed again");
      assertThat(up.sql("select sum(attempts) from dead_letter where code = 'unknown-member'"))
          .isEqualTo("20");
      awaitLetters("held", refused);
      run("alias", "add", "south", "ts", "time");
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(replay("--dry-run").out())
                  .contains("\"replayable\":" + Math.min(refused, 1_000)));
      UpProcess.Result replayed = replay("--rate", "1000000");

      assertThat(replayed.exitCode()).as(replayed.err()).isZero();
      assertThat(replayed.out()).contains("\"replayed\":" + refused, "\"stored\":" + refused);
      awaitLetters("replayed", refused);
      assertThat(replay().out()).contains("\"replayed\":0", "\"failed\":0");
      // A device that never got an answer sends again what was replayed.
      send(fleet, events(1, start.plusSeconds(60), "ts", "soc_displayed"));
      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(
                      up.sql(
                          "select sum(duplicate_processor + duplicate_sink) from book join tenant using (tenant_no) where slug = 'south'"))
                  .isEqualTo(Integer.toString(EVENTS)));
      assertThat(sql("south", "true")).isEqualTo(Integer.toString(EVENTS + refused));
      assertThat(
              up.run("where", "car-1", "--tenant", "south", "--session", "ts", "--seq", "3").out())
          .contains("accepted", "job replay-", "a duplicate of the first", "stored", "dead letter");
      assertMinutesAndBooks();
    }
  }

  private static void assertMinutesAndBooks() {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(up.sql("select count(*) from dirty_range")).isEqualTo("0"));
    assertThat(up.sql(MinuteCheck.differences())).isEqualTo("0");
    UpProcess.Result audit = up.run("audit", "--json");
    assertThat(audit.out()).startsWith("{\"balanced\":true");
    assertThat(audit.exitCode()).isZero();
  }

  private static void assertMoved(int values) {
    assertThat(run("alias", "list", "--tenant", "north", "--json").out())
        .contains("\"moving\":\"done\",\"moved\":" + values + ",\"unfit\":0");
  }

  private static void awaitAllWindowsClosed(String tenant, int events) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(windows(tenant, "coalesce(sum(events), 0)", "true")).isEqualTo(events));
  }

  /** Closed windows with enough events to compare others with. */
  private static int closedWindows(String tenant) {
    return windows(tenant, "count(*)", "events >= " + 2 * EVENTS);
  }

  private static int windows(String tenant, String what, String condition) {
    return Integer.parseInt(
        up.sql(
            "select %s from signal_window join tenant using (tenant_no) where slug = '%s' and kind = 'events' and started_at < now() - interval '2 s' and %s"
                .formatted(what, tenant, condition)));
  }

  private static boolean hasDrift(String tenant, String kind, String name) {
    return up.sql(
            "select count(*) from drift join tenant using (tenant_no) where slug = '%s' and kind = '%s' and name = '%s'"
                .formatted(tenant, kind, name))
        .equals("1");
  }

  private static void awaitLetters(String state, int letters) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(run("dead-letters", "list", "--tenant", "south", "--count", "--json").out())
                .contains("\"state\":\"%s\",\"letters\":%d,".formatted(state, letters)));
  }

  private static double gauge(String tenant, String kind) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(up.instance().metrics())).build();
      return client
          .send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("evenkeel_drift_signals{"))
          .filter(line ->
              line.contains("tenant=\"" + tenant + "\"") && line.contains("kind=\"" + kind + "\""))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  private static UpProcess.Result replay(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "dead-letters",
                "replay",
                "--tenant",
                "south",
                "--code",
                "unknown-member",
                "--json"));
    arguments.addAll(List.of(more));
    return up.run(arguments.toArray(String[]::new));
  }

  private static UpProcess.Result run(String... arguments) {
    UpProcess.Result result = up.run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private static String sql(String tenant, String condition) {
    return up.sql(
        "select count(*) from reading_named where tenant = '%s' and %s"
            .formatted(tenant, condition));
  }

  private static TelemetryClient fleet(String tenant) throws InterruptedException {
    run("tenant", "create", tenant);
    String key = run("key", "create", "--tenant", tenant).out();
    TelemetryClient client =
        new TelemetryClient(ClientOptions.of(URI.create(up.instance().url()), key));
    await().atMost(SOON).until(() -> client.probeLive().isEmpty());
    return client;
  }

  private static void send(TelemetryClient fleet, List<byte[]> events) throws InterruptedException {
    assertThat(fleet.sendLive(events)).matches(result -> result.accepted() == events.size());
  }

  /** One event a second of a vehicle; the session is the name that its time has. */
  private static List<byte[]> events(int vehicle, Instant start, String time, String soc) {
    Instant second = start.truncatedTo(ChronoUnit.SECONDS);
    return IntStream.range(0, EVENTS)
        .mapToObj(i -> {
          Instant at = second.plusSeconds(i);
          return "{\"vehicle\":\"car-%d\",\"%s\":\"%s\",\"session\":\"%s\",\"seq\":%d,\"signals\":{\"speed\":%d,\"%s\":%d}}"
              .formatted(
                  vehicle,
                  time,
                  at,
                  time.equals("ts") ? "ts" : soc + start.getEpochSecond(),
                  i,
                  i,
                  soc,
                  50 + at.getEpochSecond() % 60 % 10);
        })
        .map(json -> json.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
