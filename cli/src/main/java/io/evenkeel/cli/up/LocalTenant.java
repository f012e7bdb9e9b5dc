package io.evenkeel.cli.up;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.cli.PrivateFiles;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that {@code up} makes for itself at the first start. Its key stays in the data
 * directory, in a file of its name.
 *
 * @param name its slug
 * @param displayName its name for people
 */
record LocalTenant(String name, String displayName) {
  /** For whoever tries Evenkeel out. */
  static final LocalTenant DEMO = new LocalTenant("demo", "Demo fleet");

  /** The canary's own, so that it is in nobody's figures. */
  static final LocalTenant CANARY = new LocalTenant("canary", "Canary");

  /** The tenant's key, valid in the directory. */
  String ensure(DirectoryClient directory, Path dataDirectory, long nowMillis) throws IOException {
    Path file = dataDirectory.resolve(name + ".key");
    var entries = directory.read();
    Optional<ApiKeySecret> kept = kept(file);
    if (kept.filter(secret -> isKnown(entries.get("key/" + secret.keyId()), secret, nowMillis))
        .isPresent()) {
      return kept.get().reveal();
    }
    List<DirectoryRecord> fresh = new ArrayList<>();
    if (!entries.containsKey("tenant/" + name)) {
      fresh.add(new DirectoryRecord.OfTenant(new Tenant(name, displayName, nowMillis, false)));
    }
    IssuedKey key =
        IssuedKey.issue(
            name, EnumSet.of(KeyScope.INGEST, KeyScope.BACKFILL), "", 0, nowMillis, name);
    fresh.add(new DirectoryRecord.OfApiKey(key.stored()));
    // The file first: a key in the directory whose secret nobody has would be of no use.
    PrivateFiles.replace(file, key.secret().reveal() + "\n");
    directory.put(fresh);
    return key.secret().reveal();
  }

  private static Optional<ApiKeySecret> kept(Path file) throws IOException {
    return Files.exists(file)
        ? ApiKeySecret.parse(Files.readString(file).strip())
        : Optional.empty();
  }

  private static boolean isKnown(
      @Nullable DirectoryRecord entry, ApiKeySecret secret, long nowMillis) {
    return entry instanceof DirectoryRecord.OfApiKey(ApiKey key)
        && secret.matches(key)
        && key.isValidAt(nowMillis);
  }
}
