package io.evenkeel.cli;

import io.evenkeel.admin.AdminException;
import io.evenkeel.cli.audit.AuditCommand;
import io.evenkeel.cli.backfill.BackfillCommand;
import io.evenkeel.cli.bench.BenchCommand;
import io.evenkeel.cli.directory.AliasCommand;
import io.evenkeel.cli.directory.KeyCommand;
import io.evenkeel.cli.directory.TenantCommand;
import io.evenkeel.cli.faults.FaultsCommand;
import io.evenkeel.cli.letter.DeadLettersCommand;
import io.evenkeel.cli.simulate.SimulateCommand;
import io.evenkeel.cli.sql.SqlCommand;
import io.evenkeel.cli.trace.WhereCommand;
import io.evenkeel.cli.up.UpCommand;
import io.evenkeel.gateway.GatewayStartException;
import io.evenkeel.localstack.LocalStackException;
import io.evenkeel.processor.ProcessorStartException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The {@code evenkeel} command and its subcommands. */
@Command(
    name = "evenkeel",
    description = "Telemetry ingestion for fleets of electric vehicles, on one machine.",
    mixinStandardHelpOptions = true,
    version = "evenkeel 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      AuditCommand.class,
      SimulateCommand.class,
      BackfillCommand.class,
      TenantCommand.class,
      KeyCommand.class,
      AliasCommand.class,
      DeadLettersCommand.class,
      WhereCommand.class,
      SqlCommand.class,
      BenchCommand.class,
      FaultsCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command failed; the message says why",
      "2:the command line is wrong",
      "3:no running Evenkeel was found in the data directory",
      "4:done, but some events were rejected for good",
      "130:interrupted"
    },
    footer = {"", "Begin with: evenkeel up"})
public final class Evenkeel {
  Evenkeel() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with its conventions, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new Evenkeel())
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Instant.class, new TimeConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Evenkeel::explain);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    return switch (failure) {
      case CliException known -> refuse(err, known, known.exitCode());
      // These say what is wrong and what to do, for people.
      case AdminException known -> refuse(err, known, ExitCodes.FAILED);
      case LocalStackException known -> refuse(err, known, ExitCodes.FAILED);
      case GatewayStartException known -> refuse(err, known, ExitCodes.FAILED);
      case ProcessorStartException known -> refuse(err, known, ExitCodes.FAILED);
      default -> {
        Logger log = LoggerFactory.getLogger(Evenkeel.class);
        log.atInfo().setCause(failure).log("The command failed unexpectedly");
        err.println("evenkeel: unexpected failure: " + failure);
        yield ExitCodes.FAILED;
      }
    };
  }

  private static int refuse(PrintWriter err, Exception known, int exitCode) {
    err.println("evenkeel: " + known.getMessage());
    return exitCode;
  }
}
