package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Ten kills at random moments; {@code -Dseed=} chooses others. Logs stay in target/ on failure. */
class FaultsIT {
  private static final int KILLS = 10;
  private static final long SEED = 20_260_101;

  @Test
  void losesAndDoublesNothingWhicheverProcessIsKilled() throws Exception {
    long seed = Long.getLong("seed", SEED);
    Path directory = Files.createDirectories(Path.of("target/faults/" + System.nanoTime()));
    String hint = "seed %d, logs in %s".formatted(seed, directory.toAbsolutePath());
    FaultReport report;
    try (FaultRun run =
        new FaultRun(
            new FaultOptions(directory.toAbsolutePath(), KILLS, seed), System.out::println)) {
      report = run.run();
    } catch (Exception e) {
      throw new AssertionError("The run failed; " + hint, e);
    }

    assertThat(report.findings()).as(hint).isEmpty();
    assertThat(report.figures().kept()).as(hint).isTrue();
    assertThat(report.figures().kills()).isEqualTo(KILLS);
    assertThat(report.figures().events()).as("acknowledged events").isGreaterThan(1_000);
    FaultFiles.delete(Objects.requireNonNull(directory));
  }
}
