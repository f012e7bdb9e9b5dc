package io.evenkeel.cli.faults;

import io.evenkeel.admin.AdminException;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.WorkDirectory;
import io.evenkeel.load.faults.FaultFiles;
import io.evenkeel.load.faults.FaultOptions;
import io.evenkeel.load.faults.FaultReport;
import io.evenkeel.load.faults.FaultRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel faults}. */
@Command(
    name = "faults",
    description = {
      "Kill (-9) and freeze gateway, processor, two sinks, broker and database at random moments under load, each in a process of its own, and check that every acknowledged event is stored exactly once."
    },
    mixinStandardHelpOptions = true)
public final class FaultsCommand implements Callable<Integer> {
  private static final long SEEDS = 1_000_000;

  @Option(
      names = "--kills",
      defaultValue = "10",
      description =
          "Processes killed one at a time (default: ${DEFAULT-VALUE}); freezes and restarts of everything come in addition.")
  private int kills;

  @Option(
      names = "--seed",
      description =
          "Seed of the faults and of the load (default: a random one; the report names it).")
  private @Nullable Long seed;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "For data and logs, new or empty (default: a new temporary directory).")
  private @Nullable Path dataDirectory;

  @Option(names = "--keep-logs", description = "Keep the logs also when nothing is wrong.")
  private boolean keepLogs;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    Path directory =
        dataDirectory == null
            ? WorkDirectory.temporary("evenkeel-faults")
            : dataDirectory.toAbsolutePath();
    requireEmpty(directory);
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed;
    FaultReport report = run(new FaultOptions(directory, kills, chosen));
    boolean kept = report.figures().kept();
    if (kept) {
      cleanUp(directory);
    } else {
      tellWhere(directory, chosen);
    }
    Results.print(spec, json, text(report), report);
    return kept ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private FaultReport run(FaultOptions options)
      throws IOException, InterruptedException, SQLException {
    try (FaultRun run = new FaultRun(options, this::progress)) {
      // On Ctrl-C no process may be left behind, least of all a frozen one.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(run::close));
      return run.run();
    } catch (IllegalStateException | AdminException e) {
      tellWhere(options.directory(), options.seed());
      throw new CliException(ExitCodes.FAILED, e.getMessage());
    }
  }

  private void progress(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private void tellWhere(Path directory, long usedSeed) {
    progress("Data and logs are kept in " + directory + "; again with --seed " + usedSeed);
  }

  private void cleanUp(Path directory) throws IOException {
    if (keepLogs) {
      FaultFiles.deleteData(directory);
      progress("Logs: " + directory);
    } else {
      FaultFiles.delete(directory);
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new CliException(
            ExitCodes.USAGE, directory + " is not empty, and its contents would be removed");
      }
    }
  }

  private static String text(FaultReport report) {
    FaultReport.Figures figures = report.figures();
    String findings =
        report.findings().isEmpty() ? "" : "\nWrong: " + String.join("; ", report.findings());
    return """
    %,d events acknowledged, %d lost, %d stored twice, books %s
    %d kills %s, %d freezes, %d restarts of everything, %d ends by themselves
    seed %d, %.0f s\
    """
            .formatted(
                figures.events(),
                figures.lost(),
                figures.doubled(),
                figures.balanced() ? "balanced" : "NOT balanced",
                figures.kills(),
                report.killsByProcess(),
                report.freezes(),
                report.wholeRestarts(),
                report.endedByThemselves(),
                report.seed(),
                report.seconds())
        + findings;
  }
}
