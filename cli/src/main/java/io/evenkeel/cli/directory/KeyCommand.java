package io.evenkeel.cli.directory;

import com.github.freva.asciitable.AsciiTable;
import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    description = "Create, list and revoke API keys. A change takes effect within 2 seconds.",
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
    DirectoryClient directory = directory(data);
    if (directory.tenant(tenant).isEmpty()) {
      throw new CliException(
          ExitCodes.FAILED,
          "there is no tenant '%s'; create it with `evenkeel tenant create %s`"
              .formatted(tenant, tenant));
    }
    List<String> vehicles = vehiclesCsv == null ? List.of(vehicle) : VehicleList.read(vehiclesCsv);
    long now = clock.millis();
    long expires = expiresIn == null ? 0 : now + expiresIn.toMillis();
    List<IssuedKey> issued =
        vehicles.stream()
            .map(v -> IssuedKey.issue(tenant, scopes, v, expires, now, label))
            .toList();
    directory.put(issued.stream().map(key -> new DirectoryRecord.OfApiKey(key.stored())).toList());
    return vehiclesCsv == null
        ? print(json, issued.getFirst().secret().reveal(), row(issued.getFirst()))
        : print(json, csv(issued), Map.of("keys", issued.stream().map(KeyCommand::row).toList()));
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
            .map(key -> row(key, now).values().toArray(String[]::new))
            .toArray(String[][]::new);
    return print(
        json,
        AsciiTable.getTable(header, cells),
        Map.of("keys", keys.stream().map(key -> row(key, now)).toList()));
  }

  @Command(name = "revoke", description = "Revoke a key for good.", mixinStandardHelpOptions = true)
  int revoke(
      @Mixin DataDirectory data,
      @Parameters(paramLabel = "KEY-ID", description = "The 12 digits after evk_.") String keyId,
      @Option(names = "--json", description = "Print the key as JSON.") boolean json) {
    DirectoryClient directory = directory(data);
    ApiKey key =
        directory.apiKeys().stream()
            .filter(known -> known.keyId().equals(keyId))
            .findFirst()
            .orElseThrow(() ->
                new CliException(
                    ExitCodes.FAILED,
                    "there is no key '" + keyId + "'; `evenkeel key list` shows them"));
    long now = clock.millis();
    ApiKey revoked = key.revokedAtMillis() == 0 ? key.revokedAt(now) : key;
    directory.put(List.of(new DirectoryRecord.OfApiKey(revoked)));
    return print(json, "Key " + keyId + " is revoked.", row(revoked, now));
  }

  private int print(boolean json, String text, Object value) {
    Results.print(spec, json, text, value);
    return ExitCodes.OK;
  }

  private static DirectoryClient directory(DataDirectory data) {
    return new DirectoryClient(RunningInstance.find(data.path()).kafka());
  }

  private static String csv(List<IssuedKey> issued) {
    StringBuilder csv = new StringBuilder("vehicle,api_key");
    issued.forEach(key ->
        csv.append('\n')
            .append(VehicleList.quote(key.stored().vehicle()))
            .append(',')
            .append(key.secret().reveal()));
    return csv.toString();
  }

  private static Map<String, Object> row(IssuedKey key) {
    return Map.of(
        "key_id", key.stored().keyId(),
        "tenant", key.stored().tenant(),
        "vehicle", key.stored().vehicle(),
        "api_key", key.secret().reveal());
  }

  private static Map<String, String> row(ApiKey key, long now) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("key_id", key.keyId());
    row.put("tenant", key.tenant());
    row.put(
        "scopes",
        String.join(
            ",",
            key.scopes().stream().sorted().map(s -> s.name().toLowerCase(Locale.ROOT)).toList()));
    row.put("vehicle", key.vehicle());
    row.put("label", key.label());
    row.put("created", Instant.ofEpochMilli(key.createdAtMillis()).toString());
    row.put(
        "expires",
        key.expiresAtMillis() == 0
            ? "never"
            : Instant.ofEpochMilli(key.expiresAtMillis()).toString());
    row.put("state", state(key, now));
    return row;
  }

  private static String state(ApiKey key, long now) {
    if (key.revokedAtMillis() != 0) {
      return "revoked";
    }
    return key.isValidAt(now) ? "valid" : "expired";
  }
}
