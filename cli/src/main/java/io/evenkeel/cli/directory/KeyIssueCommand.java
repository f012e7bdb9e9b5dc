package io.evenkeel.cli.directory;

import io.evenkeel.admin.IssuedKey;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.ProgressBars;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.KeyScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenkeel key issue}. */
@Command(
    name = "issue",
    description = {
      "Issue a key for each vehicle of a list, bound to that vehicle, into a file.",
      "Only its owner can read the file; the secrets are stored nowhere else. All keys are issued or none:",
      "if it is interrupted, the same command withdraws what was issued and begins again."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: evenkeel key issue --tenant acme --vehicles vins.csv --out keys.csv"})
final class KeyIssueCommand implements Callable<Integer> {
  /** More do not belong into one file, and a directory holds a million entries in all. */
  private static final int VEHICLES_MAX = 100_000;

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private Actor actor = new Actor();

  @Option(names = "--tenant", required = true, description = "The tenant.")
  private String tenant = "";

  @Option(
      names = "--vehicles",
      paramLabel = "FILE",
      required = true,
      description = "CSV: column 'vehicle', or the first one; at most 100,000 vehicles.")
  private Path vehicles = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "CSV to write: vehicle, api_key. Must not exist.")
  private Path out = Path.of("");

  @Option(
      names = "--scope",
      split = ",",
      defaultValue = "ingest",
      description = "What they may do: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Set<KeyScope> scopes = Set.of(KeyScope.INGEST);

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "For example 90d; never if absent.")
  private @Nullable Duration expiresIn;

  @Option(names = "--label", defaultValue = "", description = "What you call them.")
  private String label = "";

  @Option(names = "--json", description = "Print the result as JSON, without secrets.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out)) {
      throw new CliException(ExitCodes.USAGE, out + " exists already; it may hold keys in use");
    }
    List<String> names = VehicleList.read(vehicles);
    if (names.size() > VEHICLES_MAX) {
      throw new CliException(
          ExitCodes.USAGE, vehicles + " names more than 100,000 vehicles; split it");
    }
    RunningInstance instance = RunningInstance.find(data.path());
    KeyRows.requireTenant(instance, tenant);
    List<IssuedKey> issued = draw(names);
    KeyFile file = new KeyFile(out, KeyRows.book(instance));
    int withdrawn = file.withdrawInterrupted();
    if (withdrawn > 0) {
      spec.commandLine()
          .getErr()
          .printf("Withdrew %,d keys of a run that was interrupted.%n", withdrawn);
    }
    try (ProgressBar bar = ProgressBars.of("issue", " keys", issued.size())) {
      file.issue(issued, bar::stepTo);
    }
    KeyRows.book(instance).recordIssue(issued, actor.name());
    Results.print(
        spec,
        json,
        "%,d keys are in force; their secrets are in %s.".formatted(issued.size(), out),
        Map.of("keys", issued.size(), "out", out.toString()));
    return ExitCodes.OK;
  }

  private List<IssuedKey> draw(List<String> names) {
    long now = InstantSource.system().millis();
    long expires = expiresIn == null ? 0 : now + expiresIn.toMillis();
    return names.stream()
        .map(name -> IssuedKey.issue(tenant, scopes, name, expires, now, label))
        .toList();
  }
}
