package io.evenkeel.cli.audit;

import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.cli.Terminal;
import io.evenkeel.sink.audit.Audit;
import io.evenkeel.sink.audit.AuditOptions;
import io.evenkeel.sink.audit.AuditReport;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel audit}. */
@Command(
    name = "audit",
    description = {
      "Prove that nothing is missing: accepted = stored + duplicates + dead + in flight, and stored = present + expired + erased, per tenant, lane and job, while events come in.",
      "Compares the log, the positions, the books, the rows, the vehicle minutes and the dead letters."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything balances", "1:something differs, or could not be read"},
    footer = {"", "Examples:", "  evenkeel audit", "  evenkeel audit --watch --fast"})
public final class AuditCommand implements Callable<Integer> {
  @Mixin private DataDirectory data = new DataDirectory();

  @Option(
      names = "--watch",
      description = "Audit again and again and show the latest result, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "Rest between two audits of --watch (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "End --watch after this time, for example 60s.")
  private @Nullable Duration duration;

  @Option(names = "--json", description = "Print each result as one line of JSON.")
  private boolean json;

  @Option(names = "--tenant", paramLabel = "SLUG", description = "Only this tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--fast",
      description = "Do not compare the vehicle minutes with the rows: many times faster.")
  private boolean fast;

  @Option(
      names = "--in-flight-max",
      paramLabel = "RECORDS",
      defaultValue = "5000000",
      description =
          "Count at most this many records beyond the positions of a lane (default: ${DEFAULT-VALUE}).")
  private long inFlightMax = 5_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    RunningInstance instance = RunningInstance.find(data.path());
    AuditOptions options = options();
    try (Audit audit = Audit.of(instance.kafka(), instance.jdbc())) {
      AuditReport report = audit.run(options);
      print(report);
      long start = System.nanoTime();
      while (watch && (duration == null || System.nanoTime() - start < duration.toNanos())) {
        TimeUnit.NANOSECONDS.sleep(every.toNanos());
        report = audit.run(options);
        print(report);
      }
      return report.balanced() ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (SQLException e) {
      throw new CliException(
          ExitCodes.FAILED, "the database does not answer as it should: " + e.getMessage());
    } catch (KafkaException e) {
      throw new CliException(ExitCodes.FAILED, "Kafka does not answer: " + e.getMessage());
    }
  }

  private AuditOptions options() {
    if (inFlightMax < 1 || every.isNegative()) {
      throw new CliException(ExitCodes.USAGE, "--in-flight-max must be at least 1");
    }
    AuditOptions options = AuditOptions.EVERYTHING.withInFlightMax(inFlightMax);
    if (fast) {
      options = options.withoutMinutes();
    }
    return tenant == null ? options : options.withTenant(tenant);
  }

  private void print(AuditReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(AuditText.json(report)));
    } else if (watch && Terminal.isInteractive()) {
      out.print(AuditText.CLEAR_SCREEN + AuditText.table(report) + System.lineSeparator());
    } else if (watch) {
      out.println(AuditText.line(report));
    } else {
      out.println(AuditText.table(report));
    }
    out.flush();
  }
}
