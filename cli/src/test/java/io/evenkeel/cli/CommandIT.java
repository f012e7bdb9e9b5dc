package io.evenkeel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against one running Evenkeel. */
class CommandIT {
  @TempDir private static Path directory = Path.of(".");

  @SuppressWarnings("NullAway.Init") // started before any test runs
  private static UpProcess up;

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @Test
  void keepsEqualVehicleNamesOfTwoTenantsApart() throws Exception {
    String north = newKey("north");
    String south = newKey("south");
    awaitStatus(north, 1, "11", 202);
    awaitStatus(south, 1, "22", 202);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    rows(
                        "select slug, name, speed from reading join vehicle using (vehicle_id) join tenant using (tenant_no)"
                            + " where slug in ('north', 'south') order by slug"))
                .isEqualTo(List.of(List.of("north", "V1", 11.0), List.of("south", "V1", 22.0))));
  }

  @Test
  void refusesARevokedKeyAndABlockedTenantWithinSeconds() throws Exception {
    String key = newKey("west");
    awaitStatus(key, 1, "1", 202);
    assertThat(up.run("tenant", "block", "west").exitCode()).isZero();
    awaitStatus(key, 2, "1", 403);
    assertThat(up.run("tenant", "unblock", "west").exitCode()).isZero();
    awaitStatus(key, 3, "1", 202);

    assertThat(up.run("key", "revoke", part(key, 1)).exitCode()).isZero();

    awaitStatus(key, 4, "1", 401);
    assertThat(up.run("key", "list", "--tenant", "west").out())
        .contains("revoked")
        .doesNotContain(part(key, 2));
  }

  @Test
  void limitsATenantAndLetsItGoAgain() throws Exception {
    String key = newKey("slow");
    awaitStatus(key, 1, "1", 202);

    assertThat(up.run("tenant", "limits", "slow", "--live", "1", "--live-burst", "1").exitCode())
        .isZero();
    awaitStatus(key, 2, "1", 429);
    assertThat(up.run("tenant", "limits", "slow", "--json").out())
        .contains("\"live\":1,\"live_burst\":1,\"backfill\":0");
    assertThat(up.run("tenant", "limits", "slow", "--live", "-1").exitCode())
        .isEqualTo(ExitCodes.USAGE);

    assertThat(up.run("tenant", "limits", "slow", "--reset", "--by", "me").out())
        .contains("default")
        .doesNotContain("1");
    awaitStatus(key, 3, "1", 202);
    assertThat(
            rows(
                "select action, detail->>'live' from operator_action"
                    + " where actor = 'me' and detail->>'tenant' = 'slow'"))
        .isEqualTo(List.of(List.of("tenant limits", "0")));
  }

  @Test
  void issuesAKeyForEachVehicleOfACsvFile() throws Exception {
    up.run("tenant", "create", "east");
    Path csv = Files.writeString(directory.resolve("v.csv"), "vehicle\nV1\nV2\n");

    UpProcess.Result issued =
        up.run(
            "key",
            "create",
            "--tenant",
            "east",
            "--scope",
            "ingest",
            "--vehicles-csv",
            csv.toString());

    assertThat(issued.out().lines()).hasSize(3).first().isEqualTo("vehicle,api_key");
    String keyOfV2 = keyOfLine(issued.out(), 2);
    awaitStatus(keyOfV2, 1, "1", 403);
    String keyOfV1 = keyOfLine(issued.out(), 1);
    awaitStatus(keyOfV1, 1, "1", 202);
  }

  @Test
  void listsTenantsAsATableAndAsJson() {
    up.run("tenant", "create", "listed", "--display-name", "Listed Fleet");

    assertThat(up.run("tenant", "list").out()).contains("listed", "Listed Fleet", "demo");
    assertThat(up.run("tenant", "list", "--json").out()).contains("\"tenant\":\"listed\"");
  }

  @Test
  void refusesATenantTwiceAndNamesThatAreNone() {
    up.run("tenant", "create", "twice");

    assertThat(up.run("tenant", "create", "twice"))
        .isEqualTo(
            new UpProcess.Result(ExitCodes.FAILED, "", "evenkeel: tenant 'twice' exists already"));
    assertThat(up.run("tenant", "create", "No_Name").exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(up.run("key", "create", "--tenant", "nobody").err())
        .contains("there is no tenant 'nobody'");
  }

  @Test
  void printsJsonWithTypes() {
    assertThat(
            up.run(
                    "sql",
                    "--json",
                    "select 1 as a, 2.5::float8 as b, 'x' as c, true as d, null as e")
                .out())
        .isEqualTo(
            "{\"columns\":[\"a\",\"b\",\"c\",\"d\",\"e\"],\"rows\":[[1,2.5,\"x\",true,null]]}");
  }

  @Test
  void printsATableForPeople() {
    assertThat(up.run("sql", "select 'north' as depot, 3 as cars").out())
        .contains("depot", "north", "3", "(1 row)");
  }

  @Test
  void explainsASqlErrorInOneLine() {
    UpProcess.Result result = up.run("sql", "select * from nowhere");

    assertThat(result.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(result.err()).contains("42P01", "nowhere").doesNotContain("\tat ");
  }

  @Test
  void saysWhichPortIsTakenAndHowToChooseAnother() {
    String port = Integer.toString(URI.create(up.instance().url()).getPort());

    UpProcess.Result second = up.run("up", "--no-simulate", "--port", port);

    assertThat(second.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(second.err()).contains("port " + port + " is in use", "--port");
  }

  @Test
  void doesNotStartTwiceOnOneDataDirectory() throws Exception {
    Process second =
        UpProcess.spawn(
            List.of(
                "up",
                "--no-simulate",
                "--port",
                "0",
                "--data-dir",
                directory.resolve("data").toString()));

    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(ExitCodes.FAILED);
    assertThat(up.sql("select 1")).isEqualTo("1");
  }

  @Test
  void countsRejectedEventsOfABackfillAndTellsByItsExitCode() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("events.ndjson"),
            """
            {"vehicle":"B1","time":"2026-01-01T00:00:00Z","seq":1,"signals":{"speed":10}}
            not json
            {"vehicle":"B1","time":"2026-01-01T00:00:01Z","seq":2,"signals":{"speed":99999}}
            """);

    UpProcess.Result result =
        up.run("backfill", "--format", "ndjson", "--job", "mixed", "--json", file.toString());

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCodes.REJECTED);
    assertThat(result.out())
        .startsWith(
            "{\"read\":3,\"accepted\":1,\"rejected\":2,\"stored\":1,\"duplicates\":0,\"seconds\":");
    assertThat(result.err()).contains("event 2 of events.ndjson", "event 3 of events.ndjson");
  }

  @Test
  void showsAndDiscardsWhatWasRefused() throws Exception {
    String key = newKey("letters");
    awaitStatus(key, 1, "1", 202);
    String timeless = "{\"vehicle\":\"V1\",\"seq\":2,\"signals\":{\"speed\":1}}";

    assertThat(post(key, "{\"events\":[" + timeless + "]}")).isEqualTo(422);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(up.run("dead-letters", "list", "--tenant", "letters").out())
                .contains("time-missing", "V1", "held"));
    String number =
        up.sql(
            "select dead_letter_id from dead_letter join tenant using (tenant_no) where slug = 'letters'");
    assertThat(up.run("dead-letters", "show", number).out()).contains("gateway", timeless);
    assertThat(up.run("where", "V1", "--tenant", "letters", "--time", "0").out())
        .contains("dead letter " + number);
    assertThat(up.run("dead-letters", "discard", "--reason", "all of them", "--yes").err())
        .contains("say which letters");
    assertThat(
            up.run("dead-letters", "discard", number, "--reason", "a test", "--by", "me", "--yes"))
        .isEqualTo(new UpProcess.Result(ExitCodes.OK, "1 letters discarded.", ""));
    assertThat(up.run("dead-letters", "list", "--state", "discarded", "--json").out())
        .contains("\"number\":" + number);
    assertThat(
            up.sql(
                "select actor || ': ' || action || ', ' || (detail->>'reason') from operator_action where detail->>'letters' = '1'"))
        .isEqualTo("me: dead-letters discard, a test");
    assertThat(up.run("dead-letters", "show", "0").err()).contains("there is no dead letter 0");
  }

  @Test
  void refusesAnAliasThatMeansNothing() {
    up.run("tenant", "create", "named");

    assertThat(up.run("alias", "add", "named", "x", "no_such_signal").err())
        .contains("neither a signal nor a member");
    assertThat(up.run("alias", "add", "named", "id", "time").exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(up.run("alias", "add", "named", "ts", "time", "--scale", "2").err())
        .contains("--scale and --offset go with signals only");
    assertThat(up.run("alias", "add", "nobody", "ts", "time").err())
        .contains("there is no tenant 'nobody'");
    assertThat(up.run("alias", "remove", "named", "ts").err()).contains("has no alias 'ts'");
  }

  private static String part(String key, int part) {
    return List.of(key.split("_", -1)).get(part);
  }

  private static String keyOfLine(String csv, int line) {
    String row = csv.lines().toList().get(line);
    return row.substring(row.indexOf(',') + 1);
  }

  private static String newKey(String tenant) {
    assertThat(up.run("tenant", "create", tenant).exitCode()).isZero();
    return up.run("key", "create", "--tenant", tenant).out();
  }

  // A change of the directory takes effect within two seconds, so the answer may lag behind.
  private static void awaitStatus(String key, int seq, String speed, int status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(post(key, event(seq, speed))).isEqualTo(status));
  }

  private static String event(int seq, String speed) {
    return "{\"events\":[{\"vehicle\":\"V1\",\"age_ms\":1000,\"seq\":%d,\"signals\":{\"speed\":%s}}]}"
        .formatted(seq, speed);
  }

  private static int post(String key, String body) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(up.instance().url() + "/v1/telemetry"))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static Object rows(String query) throws IOException {
    Map<?, ?> result = Json.read(up.run("sql", "--json", query).out(), Map.class);
    return Objects.requireNonNull(result.get("rows"));
  }
}
