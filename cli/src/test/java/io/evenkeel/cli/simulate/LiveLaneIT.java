package io.evenkeel.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.MinuteCheck;
import io.evenkeel.cli.UpProcess;
import io.evenkeel.load.fleet.FleetReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A simulated fleet against a pipeline that is stopped and killed: acknowledged = stored +
 * duplicates, each time.
 */
class LiveLaneIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void storesWhatItAcknowledgedAcrossStopsAndKills() throws Exception {
    Path data = directory.resolve("data");
    long accepted;
    int port;
    try (UpProcess up = UpProcess.start(data)) {
      port = URI.create(up.instance().url()).getPort();
      accepted = simulate(up, 1).accepted();
      assertThat(accepted).isPositive();
      assertAccounts(up, accepted);
    }

    Process fleet;
    try (UpProcess up = UpProcess.start(data, "--port", Integer.toString(port))) {
      assertAccounts(up, accepted);
      fleet = UpProcess.spawn(arguments(2, "12s", data));
      long before = accepted;
      await().atMost(Duration.ofSeconds(30)).until(() -> stored(up) > before + 500);
      up.kill();
    }

    try (UpProcess up = UpProcess.start(data, "--port", Integer.toString(port))) {
      assertThat(fleet.waitFor(150, TimeUnit.SECONDS)).isTrue();
      FleetReport report = Json.read(UpProcess.output(fleet), FleetReport.class);
      assertThat(report.unsent()).isZero();
      assertThat(report.accepted()).isEqualTo(report.sent());
      // Every event was acknowledged at last and has an identity of its own: each is one row.
      assertAccounts(up, accepted + report.accepted());
      assertThat(up.sql(MinuteCheck.differences())).isEqualTo("0");
    }
  }

  /** All that came in is stored or a duplicate, and what is stored is what was sent. */
  private static void assertAccounts(UpProcess up, long accepted) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(stored(up)).isEqualTo(accepted));
    assertThat(
            up.sql(
                "select sum(events_in) = sum(stored + duplicate_processor + duplicate_sink) from book"))
        .isEqualTo("true");
    assertThat(up.sql("select sum(dead_processor + dead_sink) from book")).isEqualTo("0");
  }

  private static long stored(UpProcess up) {
    return Long.parseLong(up.sql("select count(*) from reading"));
  }

  private static FleetReport simulate(UpProcess up, long seed) throws IOException {
    UpProcess.Result result = up.run(arguments(seed, "5s").toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCodes.OK);
    return Json.read(result.out(), FleetReport.class);
  }

  private static List<String> arguments(long seed, String duration) {
    return List.of(
        "simulate --json --vehicles 40 --rate 400 --batch 5 --for %s --seed %d"
            .formatted(duration, seed)
            .split(" ", -1));
  }

  private static List<String> arguments(long seed, String duration, Path data) {
    List<String> arguments = new ArrayList<>(arguments(seed, duration));
    arguments.addAll(List.of("--data-dir", data.toString()));
    return arguments;
  }
}
