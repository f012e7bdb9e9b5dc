package io.evenkeel.cli.directory;

import io.evenkeel.admin.KeyBook;
import io.evenkeel.cli.Actor;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.DataDirectory;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.Results;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.ApiKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel key rotate}. */
@Command(
    name = "rotate",
    description = {
      "Issue a successor with the same tenant, scopes, vehicle and label; both keys are valid for a while.",
      "The secret is shown once, here, and stored nowhere."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: evenkeel key rotate 0123456789ab --overlap 7d"})
final class KeyRotateCommand implements Callable<Integer> {
  private static final Duration OVERLAP_MAX = Duration.ofDays(365);

  @Mixin private DataDirectory data = new DataDirectory();

  @Mixin private Actor actor = new Actor();

  @Parameters(paramLabel = "KEY-ID", description = "The 12 digits after evk_.")
  private String keyId = "";

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long the old key stays valid (default: ${DEFAULT-VALUE}).")
  private Duration overlap = Duration.ofHours(24);

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "Of the successor; as long as the old key was made for, if absent.")
  private @Nullable Duration expiresIn;

  @Option(names = "--json", description = "Print the successor as JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (overlap.compareTo(OVERLAP_MAX) > 0) {
      throw new CliException(ExitCodes.USAGE, "--overlap takes 365d at most");
    }
    KeyBook book = KeyRows.book(RunningInstance.find(data.path()));
    ApiKey old = KeyRows.require(book, keyId);
    long now = InstantSource.system().millis();
    if (!old.isValidAt(now)) {
      throw new CliException(
          ExitCodes.FAILED, "key " + keyId + " is not valid any more; create one instead");
    }
    KeyBook.Rotation rotation = book.rotate(old, expires(old, now), overlap, now, actor.name());
    print(rotation);
    return rotation.failure().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private long expires(ApiKey old, long now) {
    if (expiresIn != null) {
      return now + expiresIn.toMillis();
    }
    return old.expiresAtMillis() == 0 ? 0 : now + old.expiresAtMillis() - old.createdAtMillis();
  }

  private void print(KeyBook.Rotation rotation) {
    Map<String, Object> row = new LinkedHashMap<>(KeyRows.withSecret(rotation.successor()));
    row.put("old_key_id", rotation.old().keyId());
    row.put("old_expires", KeyRows.expiry(rotation.old()));
    Results.print(spec, json, rotation.successor().secret().reveal(), row);
    var err = spec.commandLine().getErr();
    if (rotation.failure().isEmpty()) {
      err.printf("Key %s is valid until %s.%n", keyId, KeyRows.expiry(rotation.old()));
    } else {
      err.printf(
          "evenkeel: the successor is in force, but: %s; see `evenkeel key list`, and revoke %s when its holder has the successor%n",
          rotation.failure(), keyId);
    }
  }
}
