package io.evenkeel.cli.bench;

import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.WorkDirectory;
import io.evenkeel.load.gateway.GatewayBenchmark;
import io.evenkeel.load.gateway.GatewayBenchmarkOptions;
import io.evenkeel.load.gateway.GatewayReport;
import io.evenkeel.load.pipeline.BenchmarkOptions;
import io.evenkeel.load.pipeline.BenchmarkReport;
import io.evenkeel.load.pipeline.PipelineBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel bench}. */
@Command(
    name = "bench",
    description = "Measure on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand {
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "pipeline",
      description = {
        "The whole pipeline in separate processes at the highest rate that it takes: events a second from the first request to the last committed row, and CPU time an event of each process."
      },
      mixinStandardHelpOptions = true)
  int pipeline(
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "60s",
              description = "How long events are sent (default: ${DEFAULT-VALUE}).")
          Duration duration,
      @Option(
              names = "--batch",
              defaultValue = "50",
              description = "Events of one vehicle a request (default: ${DEFAULT-VALUE}).")
          int batch,
      @Option(
              names = "--vehicles",
              defaultValue = "2000",
              description = "Number of vehicles (default: ${DEFAULT-VALUE}).")
          int vehicles,
      @Option(
              names = "--senders",
              defaultValue = "64",
              description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
          int senders,
      @Option(
              names = "--seed",
              defaultValue = "1",
              description = "Seed of the fleet (default: ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--work-dir",
              paramLabel = "DIR",
              description =
                  "For data and logs, kept afterwards (default: a new temporary directory).")
          @Nullable Path workDirectory,
      @Option(names = "--json", description = "Print the report as JSON.") boolean json)
      throws IOException, InterruptedException {
    Path directory =
        workDirectory == null ? WorkDirectory.temporary("evenkeel-bench") : workDirectory;
    spec.commandLine().getErr().println("Data and logs: " + directory);
    var options =
        new BenchmarkOptions(directory, WARM_UP, duration, batch, vehicles, senders, seed);
    BenchmarkReport report = new PipelineBenchmark(options).run();
    Results.print(spec, json, text(report), report);
    return ExitCodes.OK;
  }

  @Command(
      name = "gateway",
      description = {
        "The gateway in a process of its own, beside a bare Netty server that reads the same bodies, the same gateway with a decoder that binds with a library, and the gateway with a real broker: CPU time a request by batch size, and latency at half load."
      },
      mixinStandardHelpOptions = true)
  int gateway(
      @Option(
              names = "--quick",
              description = "The same comparisons within a minute, shorter and less often.")
          boolean quick,
      @Option(
              names = "--work-dir",
              paramLabel = "DIR",
              description =
                  "For data and logs; logs are kept (default: a new temporary directory).")
          @Nullable Path workDirectory,
      @Option(names = "--json", description = "Print the report as JSON.") boolean json)
      throws IOException, InterruptedException {
    Path directory =
        workDirectory == null ? WorkDirectory.temporary("evenkeel-bench") : workDirectory;
    PrintWriter err = spec.commandLine().getErr();
    err.println("Data and logs: " + directory);
    var options =
        quick ? GatewayBenchmarkOptions.quick(directory) : GatewayBenchmarkOptions.full(directory);
    String command = "evenkeel bench gateway" + (quick ? " --quick" : "");
    GatewayReport report = new GatewayBenchmark(options, command, err::println).run();
    Results.print(spec, json, GatewayTable.of(report), report);
    return ExitCodes.OK;
  }

  private static String text(BenchmarkReport report) {
    return """
    %,d events stored in %.1f s (sent in %.1f s): %,d events/s at %d a request
    CPU microseconds an event: %s
    %s, Java %s\
    """
        .formatted(
            report.events(),
            report.storeSeconds(),
            report.sendSeconds(),
            report.eventsPerSecond(),
            report.batch(),
            report.cpuMicrosPerEvent(),
            report.machine(),
            report.java());
  }
}
