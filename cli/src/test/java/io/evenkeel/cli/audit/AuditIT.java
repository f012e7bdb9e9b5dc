package io.evenkeel.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.UpProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a whole pipeline with a fleet that sends. */
class AuditIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void balancesUnderTrafficAndTellsByItsExitCodeWhatIsMissing() throws Exception {
    try (UpProcess up = UpProcess.start(directory.resolve("data"))) {
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
          "delete from reading where (vehicle_id, event_time, event_id) = (select vehicle_id, event_time, event_id from reading limit 1) returning 1");
      UpProcess.Result missing = up.run("audit", "--fast");

      assertThat(missing.exitCode()).isEqualTo(ExitCodes.FAILED);
      assertThat(missing.out()).contains("rows", "demo", "1 are missing");
    }
  }
}
