package io.evenkeel.cli.directory;

import com.github.freva.asciitable.AsciiTable;
import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.admin.KeyBook;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.KeyScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel key}. */
@Command(
    name = "key",
    description =
        "Create, list, replace and revoke API keys. A change takes effect within 2 seconds.",
    subcommands = {KeyIssueCommand.class, KeyRotateCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final InstantSource clock = InstantSource.system();

  @Command(
      name = "create",
      description = {
        "Create an API key, or one for each vehicle of a CSV file.",
        "The secret is shown once, here, and stored nowhere."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Option(names = "--tenant", required = true, description = "The tenant.") String tenant,
      @Option(
              names = "--scope",
              split = ",",
              defaultValue = "ingest,backfill",
              description = "What it may do: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
          Set<KeyScope> scopes,
      @Option(
              names = "--vehicle",
              defaultValue = "",
              description = "The only vehicle it may send for.")
          String vehicle,
      @Option(
              names = "--vehicles-csv",
              paramLabel = "FILE",
              description =
                  "Create a key for each vehicle of a CSV file: column 'vehicle', or the only column.")
          @Nullable Path vehiclesCsv,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "For example 90d; never if absent.")
          @Nullable Duration expiresIn,
      @Option(names = "--label", defaultValue = "", description = "What you call it.") String label,
      @Option(names = "--json", description = "Print the keys as JSON.") boolean json) {
    RunningInstance instance = RunningInstance.find(data.path());
    KeyRows.requireTenant(instance, tenant);
    List<String> vehicles = vehiclesCsv == null ? List.of(vehicle) : VehicleList.read(vehiclesCsv);
    long now = clock.millis();
    long expires = expiresIn == null ? 0 : now + expiresIn.toMillis();
    List<IssuedKey> issued =
        vehicles.stream()
            .map(v -> IssuedKey.issue(tenant, scopes, v, expires, now, label))
            .toList();
    KeyBook book = KeyRows.book(instance);
    book.issue(issued, _ -> {});
    int exitCode =
        vehiclesCsv == null
            ? print(
                json, issued.getFirst().secret().reveal(), KeyRows.withSecret(issued.getFirst()))
            : print(
                json,
                KeyRows.csv(issued),
                Map.of("keys", issued.stream().map(KeyRows::withSecret).toList()));
    // After the secrets are out: they are shown once.
    book.recordIssue(issued, actor.name());
    return exitCode;
  }

  @Command(
      name = "list",
      description = "List keys, without secrets.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin DataDirectory data,
      @Option(names = "--tenant", defaultValue = "", description = "Only of this tenant.")
          String tenant,
      @Option(names = "--json", description = "Print the keys as JSON.") boolean json) {
    long now = clock.millis();
    List<ApiKey> keys =
        directory(data).apiKeys().stream()
            .filter(key -> tenant.isEmpty() || key.tenant().equals(tenant))
            .toList();
    String[] header = {
      "key id", "tenant", "scopes", "vehicle", "label", "created", "expires", "state"
    };
    String[][] cells =
        keys.stream()
            .map(key -> KeyRows.of(key, now).values().toArray(String[]::new))
            .toArray(String[][]::new);
    return print(
        json,
        AsciiTable.getTable(header, cells),
        Map.of("keys", keys.stream().map(key -> KeyRows.of(key, now)).toList()));
  }

  @Command(name = "revoke", description = "Revoke a key for good.", mixinStandardHelpOptions = true)
  int revoke(
      @Mixin DataDirectory data,
      @Mixin Actor actor,
      @Parameters(paramLabel = "KEY-ID", description = "The 12 digits after evk_.") String keyId,
      @Option(names = "--json", description = "Print the key as JSON.") boolean json) {
    KeyBook book = KeyRows.book(RunningInstance.find(data.path()));
    long now = clock.millis();
    ApiKey revoked = book.revoke(KeyRows.require(book, keyId), now, actor.name());
    return print(json, "Key " + keyId + " is revoked.", KeyRows.of(revoked, now));
  }

  private int print(boolean json, String text, Object value) {
    Results.print(spec, json, text, value);
    return ExitCodes.OK;
  }

  private static DirectoryClient directory(DataDirectory data) {
    return new DirectoryClient(RunningInstance.find(data.path()).kafka());
  }
}
