package io.evenkeel.cli.directory;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.admin.KeyBook;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.RunningInstance;
import io.evenkeel.model.directory.ApiKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the commands about keys share: how a key is found, and how it is shown. */
final class KeyRows {
  private KeyRows() {}

  /** A key with its secret. */
  static Map<String, Object> withSecret(IssuedKey key) {
    return Map.of(
        "key_id", key.stored().keyId(),
        "tenant", key.stored().tenant(),
        "vehicle", key.stored().vehicle(),
        "api_key", key.secret().reveal());
  }

  /** A key without its secret. */
  static Map<String, String> of(ApiKey key, long now) {
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
    row.put("expires", expiry(key));
    row.put("state", state(key, now));
    return row;
  }

  /** Keys with their vehicles as CSV, with a header. */
  static String csv(List<IssuedKey> issued) {
    StringBuilder csv = new StringBuilder("vehicle,api_key");
    issued.forEach(key ->
        csv.append('\n')
            .append(VehicleList.quote(key.stored().vehicle()))
            .append(',')
            .append(key.secret().reveal()));
    return csv.toString();
  }

  static String expiry(ApiKey key) {
    return key.expiresAtMillis() == 0
        ? "never"
        : Instant.ofEpochMilli(key.expiresAtMillis()).toString();
  }

  static KeyBook book(RunningInstance instance) {
    return new KeyBook(instance.kafka(), instance.jdbc());
  }

  static void requireTenant(RunningInstance instance, String tenant) {
    if (new DirectoryClient(instance.kafka()).tenant(tenant).isEmpty()) {
      throw new CliException(
          ExitCodes.FAILED,
          "there is no tenant '%s'; create it with `evenkeel tenant create %s`"
              .formatted(tenant, tenant));
    }
  }

  /** The key of this id, or a message for the user. */
  static ApiKey require(KeyBook book, String keyId) {
    return book.find(keyId)
        .orElseThrow(() ->
            new CliException(
                ExitCodes.FAILED,
                "there is no key '" + keyId + "'; `evenkeel key list` shows them"));
  }

  private static String state(ApiKey key, long now) {
    if (key.revokedAtMillis() != 0) {
      return "revoked";
    }
    return key.isValidAt(now) ? "valid" : "expired";
  }
}
