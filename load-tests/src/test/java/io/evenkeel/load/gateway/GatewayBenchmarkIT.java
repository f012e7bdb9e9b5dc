package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every server as a process of its own, for moments. */
@Isolated("It looks for processes that are left behind")
class GatewayBenchmarkIT {
  @TempDir private Path directory = Path.of(".");

  @Test
  void givesEveryFigureAndEveryServerAnswersTheSameBodies() throws Exception {
    // The stack of other tests in this JVM. Its own children come and go.
    List<ProcessHandle> others = ProcessHandle.current().children().toList();
    var options =
        new GatewayBenchmarkOptions(
            directory.resolve("bench"),
            List.of(10, 50),
            true,
            1,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            1,
            1,
            Duration.ofMillis(500),
            1);

    GatewayReport report = new GatewayBenchmark(options, "test", line -> {}).run();

    assertThat(report.figures())
        .containsOnlyKeys(
            "cpu_ratio_to_netty_batch10",
            "cpu_ratio_to_netty_batch50",
            "cpu_ratio_429_to_accept50",
            "p99_ms_half_load",
            "serde_cpu_ratio_to_netty_batch10",
            "serde_cpu_ratio_to_netty_batch50")
        .allSatisfy((name, figure) -> assertThat(figure).isPositive());
    // A wrong answer would have ended the run: all these were accepted whole.
    assertThat(report.servers())
        .extracting(ServerResult::server)
        .contains("netty", "gateway", "gateway_serde", "gateway_kafka", "gateway_429")
        .hasSize(9);
    assertThat(report.servers())
        .allSatisfy(server -> {
          assertThat(server.requests()).isPositive();
          assertThat(server.cpuMicrosPerRequest().median()).isPositive();
        });
    assertThat(report.latency().requests()).isPositive();
    assertThat(ProcessHandle.current().children().toList()).isSubsetOf(others);
  }
}
