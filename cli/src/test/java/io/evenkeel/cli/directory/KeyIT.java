package io.evenkeel.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.UpProcess;
import io.evenkeel.gateway.Gateway;
import io.evenkeel.gateway.GatewayConfig;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of keys, seen by two gateways on one Kafka. */
class KeyIT {
  // The promise to operators.
  private static final Duration EFFECTIVE_WITHIN = Duration.ofSeconds(2);
  // That a key is good soon is no promise; that a revoked one is not, is.
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNAUTHENTICATED = 401;

  @TempDir private static Path directory = Path.of(".");

  @SuppressWarnings("NullAway.Init") // started before any test runs
  private static UpProcess up;

  @SuppressWarnings("NullAway.Init") // started before any test runs
  private static Gateway second;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(directory.resolve("data"));
    second = Gateway.start(GatewayConfig.of(up.instance().kafka()));
    assertThat(up.run("tenant", "create", "keys").exitCode()).isZero();
  }

  @AfterAll
  static void stop() {
    second.close();
    up.close();
  }

  @Test
  void bothKeysAreValidDuringARotationAndTheOldOneEndsByItself() throws Exception {
    String old = create("--vehicle", "V1", "--label", "box", "--scope", "ingest");
    awaitStatus(old, "V1", 202);

    UpProcess.Result rotated = up.run("key", "rotate", id(old), "--by", "me", "--json");

    assertThat(rotated.exitCode()).as(rotated.err()).isZero();
    String successor = String.valueOf(Json.read(rotated.out(), Map.class).get("api_key"));
    awaitStatus(successor, "V1", 202);
    assertThat(statuses(old, "V1")).containsOnly(202);
    assertThat(statuses(successor, "V2")).as("bound to its vehicle").containsOnly(403);
    assertThat(up.run("key", "list", "--tenant", "keys").out())
        .contains(id(old), id(successor), "box", "expires");
    assertThat(trail("key rotate", "successor", id(successor))).isEqualTo("me");

    // The overlap passes: what rotation wrote, with a time that has come.
    ApiKey ending = find(old);
    assertThat(ending.expiresAtMillis())
        .isBetween(
            System.currentTimeMillis() + Duration.ofHours(23).toMillis(),
            System.currentTimeMillis() + Duration.ofHours(24).toMillis());
    directory().put(List.of(new DirectoryRecord.OfApiKey(ending.expiringAt(1))));

    awaitStatus(old, "V1", 401);
    assertThat(statuses(successor, "V1")).containsOnly(202);
    assertThat(up.run("key", "rotate", id(old)).err()).contains("not valid any more");
  }

  @Test
  void keyWithoutOverlapEndsAtOnceAndARevokedOneOnBothGateways() throws Exception {
    String first = create();
    awaitStatus(first, "V1", 202);
    String next = up.run("key", "rotate", id(first), "--overlap", "0s").out();
    awaitStatus(first, "V1", 401);
    awaitStatus(next, "V1", 202);

    assertThat(up.run("key", "revoke", id(next), "--by", "me").exitCode()).isZero();

    awaitStatus(next, "V1", 401);
    assertThat(trail("key revoke", "key_id", id(next))).isEqualTo("me");
  }

  @Test
  void issuesAKeyForEachVehicleIntoAFileThatOnlyItsOwnerReads() throws Exception {
    Path list = Files.writeString(directory.resolve("list.csv"), "vehicle\nA\n\"B,1\"\n");
    Path out = directory.resolve("issued.csv");

    UpProcess.Result issued = issue(list, out);

    assertThat(issued.exitCode()).as(issued.err()).isZero();
    assertThat(issued.out()).contains("2 keys").doesNotContain("evk_");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("vehicle,api_key");
    assertThat(lines.get(2)).startsWith("\"B,1\",evk_");
    String keyOfA = lines.get(1).substring(2);
    awaitStatus(keyOfA, "A", 202);
    assertThat(statuses(keyOfA, "B,1")).containsOnly(403);
    assertThat(issue(list, out).exitCode()).as("never overwrites").isEqualTo(ExitCodes.USAGE);
    assertThat(
            up.sql(
                "select detail->>'keys' from operator_action where action = 'key issue' and actor = 'bulk'"))
        .isEqualTo("2");
  }

  @Test
  void withdrawsWhatAnInterruptedRunHadIssued() throws Exception {
    String orphan = create("--vehicle", "C");
    awaitStatus(orphan, "C", 202);
    Path list = Files.writeString(directory.resolve("again.csv"), "C\n");
    Path out = directory.resolve("again-keys.csv");
    Path pending =
        Files.writeString(
            directory.resolve("again-keys.csv.pending"), "vehicle,api_key\nC," + orphan + "\n");

    UpProcess.Result issued = issue(list, out);

    assertThat(issued.err()).contains("Withdrew 1 keys");
    assertThat(pending).doesNotExist();
    awaitStatus(orphan, "C", 401);
    awaitStatus(Files.readAllLines(out).get(1).substring(2), "C", 202);
  }

  private static UpProcess.Result issue(Path list, Path out) {
    return up.run(
        "key",
        "issue",
        "--tenant",
        "keys",
        "--vehicles",
        list.toString(),
        "--out",
        out.toString(),
        "--by",
        "bulk");
  }

  private static String create(String... more) {
    List<String> arguments = new ArrayList<>(List.of("key", "create", "--tenant", "keys"));
    arguments.addAll(List.of(more));
    return up.run(arguments.toArray(String[]::new)).out();
  }

  private static String id(String key) {
    return key.substring(4, 16);
  }

  private static DirectoryClient directory() {
    return new DirectoryClient(up.instance().kafka());
  }

  private static ApiKey find(String key) {
    return directory().apiKeys().stream()
        .filter(known -> known.keyId().equals(id(key)))
        .findFirst()
        .orElseThrow();
  }

  private static String trail(String action, String member, String value) {
    return up.sql(
        "select actor from operator_action where action = '%s' and detail->>'%s' = '%s'"
            .formatted(action, member, value));
  }

  private void awaitStatus(String key, String vehicle, int status) {
    await()
        .atMost(status == UNAUTHENTICATED ? EFFECTIVE_WITHIN : PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(statuses(key, vehicle)).containsOnly(status));
  }

  private List<Integer> statuses(String key, String vehicle)
      throws IOException, InterruptedException {
    return List.of(
        post(URI.create(up.instance().url()), key, vehicle), post(second.uri(), key, vehicle));
  }

  private int post(URI gateway, String key, String vehicle)
      throws IOException, InterruptedException {
    String body =
        "{\"events\":[{\"vehicle\":\"%s\",\"time\":%d,\"seq\":1,\"signals\":{\"speed\":1}}]}"
            .formatted(vehicle, System.currentTimeMillis());
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/v1/telemetry"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
