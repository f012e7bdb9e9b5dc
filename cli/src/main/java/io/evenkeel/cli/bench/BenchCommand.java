package io.evenkeel.cli.bench;

import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.WorkDirectory;
import io.evenkeel.load.gateway.GatewayBenchmark;
import io.evenkeel.load.gateway.GatewayBenchmarkOptions;
import io.evenkeel.load.gateway.GatewayReport;
import io.evenkeel.load.pipeline.BenchmarkOptions;
import io.evenkeel.load.pipeline.PipelineBenchmark;
import io.evenkeel.load.pipeline.PipelineReport;
import io.evenkeel.load.pipeline.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "pipeline",
      description = {
        "The whole pipeline in separate processes with its load on this machine: the highest level rate with 1, 10 and 50 events a request, latency, freshness and CPU time by process, and then ten minutes at the highest level rate with 50, after which the books must balance."
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:measured, and the books balance",
        "1:something is lost, doubled or failed"
      })
  int pipeline(
      @Option(
              names = "--quick",
              description = "The same in less than two minutes: shorter, and fewer rates.")
          boolean quick,
      @Option(
              names = "--hold",
              paramLabel = "TIME",
              description = "How long the highest level rate is held (default: 10m, quick 25s).")
          @Nullable Duration hold,
      @Option(
              names = "--rate",
              paramLabel = "EVENTS/S",
              defaultValue = "0",
              description = "Hold this rate with 50 events a request; do not search.")
          double rate,
      @Option(
              names = "--vehicles",
              defaultValue = "2000",
              description = "Number of vehicles (default: ${DEFAULT-VALUE}).")
          int vehicles,
      @Option(
              names = "--report",
              paramLabel = "FILE",
              description =
                  "Write a page with tables and plots: Markdown, and PNG files beside it.")
          @Nullable Path reportFile,
      @Option(
              names = "--work-dir",
              paramLabel = "DIR",
              description =
                  "For data and logs; logs are kept (default: a new temporary directory).")
          @Nullable Path workDirectory,
      @Option(names = "--json", description = "Print the report as JSON.") boolean json)
      throws IOException, InterruptedException, SQLException {
    Path directory =
        workDirectory == null ? WorkDirectory.temporary("evenkeel-bench") : workDirectory;
    PrintWriter err = spec.commandLine().getErr();
    err.println("Data and logs: " + directory);
    BenchmarkOptions options =
        quick ? BenchmarkOptions.quick(directory) : BenchmarkOptions.full(directory);
    options = options.withVehicles(vehicles).withFixedRate(rate);
    options = hold == null ? options : options.withHold(hold);
    String command = "evenkeel bench pipeline" + (quick ? " --quick" : "");
    PipelineReport report = new PipelineBenchmark(options, command, err::println).run();
    if (reportFile != null) {
      ReportPage.write(report, reportFile);
    }
    Results.print(spec, json, PipelineTable.of(report), report.withoutSamples());
    return report.balance().balanced() ? ExitCodes.OK : ExitCodes.FAILED;
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
}
