package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every service as a process of its own, configured by its environment, under a short load. */
class PipelineBenchmarkIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void storesWhatWasAcknowledgedAndSaysWhatEachProcessCost() throws Exception {
    var options =
        new BenchmarkOptions(
            directory.resolve("bench"), Duration.ofSeconds(2), Duration.ofSeconds(3), 10, 40, 8, 7);

    BenchmarkReport report = new PipelineBenchmark(options).run();

    assertThat(report.events()).isPositive().isEqualTo(report.stored());
    assertThat(report.cpuMicrosPerEvent())
        .containsOnlyKeys("postgres", "broker", "gateway", "processor", "sink", "load")
        .allSatisfy((process, micros) -> assertThat(micros).isPositive());
  }
}
