package io.evenkeel.load.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every service as a process of its own, configured by its environment, under a short load. */
@Isolated("It looks for processes that are left behind")
class PipelineBenchmarkIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void everythingAcknowledgedIsStoredAndTheReportSaysWhatEachProcessCost() throws Exception {
    // The stack of other tests in this JVM. Its own children come and go.
    List<ProcessHandle> others = ProcessHandle.current().children().toList();
    Path work = directory.resolve("bench");
    List<String> progress = new ArrayList<>();

    PipelineReport report = new PipelineBenchmark(tiny(work), "test", progress::add).run();

    assertThat(report.balance().findings()).isEmpty();
    assertThat(report.figures().balanced()).isTrue();
    assertThat(report.balance().rows())
        .isPositive()
        .isEqualTo(report.balance().acknowledged())
        .isEqualTo(report.balance().sent());
    assertThat(report.figures().cpuUsPerEvent())
        .containsOnlyKeys("postgres", "broker", "gateway", "processor", "sink", "load", "all")
        .allSatisfy((process, micros) -> assertThat(micros).isPositive());
    assertThat(report.hold().eventsPerSecond()).isPositive();
    assertThat(report.hold().freshness().rows()).isPositive();
    assertThat(report.hold().freshness().p50Ms()).isPositive();
    assertThat(report.samples()).isNotEmpty();
    assertThat(progress).anyMatch(line -> line.contains("Holding"));
    assertThat(ProcessHandle.current().children().toList()).isSubsetOf(others);
    assertThat(Files.exists(work.resolve("kafka"))).isFalse();
    assertThat(work.resolve("gateway.log")).exists();
  }

  private static BenchmarkOptions tiny(Path work) {
    return new BenchmarkOptions(
        work,
        List.of(5, 50),
        64,
        8,
        2_000,
        0,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        1,
        Duration.ofMinutes(1),
        Duration.ZERO,
        Duration.ofSeconds(3),
        1,
        7);
  }
}
