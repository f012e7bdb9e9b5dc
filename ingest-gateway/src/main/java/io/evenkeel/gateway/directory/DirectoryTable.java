package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory topic's latest entries. One thread applies records, many read; each entry is seen
 * whole. Entries do not depend on one another, but the aliases of a tenant are read together.
 */
final class DirectoryTable {
  private final Map<String, DirectoryRecord> entries = new ConcurrentHashMap<>();
  private final TenantMappings mappings = new TenantMappings(SignalCatalogue.standard());
  private final int entriesMax;

  DirectoryTable(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /**
   * Takes in one record of the topic.
   *
   * @param value the entry, or null for a tombstone, which removes the key's entry
   * @return what became of it
   */
  Applied apply(String key, byte @Nullable [] value) {
    if (value == null) {
      remove(key);
      return Applied.TAKEN;
    }
    Optional<DirectoryRecord> entry =
        DirectoryRecord.parse(value).filter(parsed -> parsed.key().equals(key));
    if (entry.isEmpty()) {
      // What cannot be read must not leave an older permission standing.
      remove(key);
      return Applied.UNREADABLE;
    }
    if (entries.size() >= entriesMax && !entries.containsKey(key)) {
      return Applied.OVER_LIMIT;
    }
    put(key, entry.get());
    return Applied.TAKEN;
  }

  void clear() {
    entries.clear();
    mappings.clear();
  }

  int size() {
    return entries.size();
  }

  Optional<ApiKey> apiKey(String keyId) {
    return entries.get("key/" + keyId) instanceof DirectoryRecord.OfApiKey(ApiKey apiKey)
        ? Optional.of(apiKey)
        : Optional.empty();
  }

  Optional<Tenant> tenant(String slug) {
    return entries.get("tenant/" + slug) instanceof DirectoryRecord.OfTenant(Tenant tenant)
        ? Optional.of(tenant)
        : Optional.empty();
  }

  /**
   * When the first of the keys that are valid now expires, Unix milliseconds; empty if none does.
   * Looks at all entries.
   */
  OptionalLong soonestExpiryMillis(long nowMillis) {
    return entries.values().stream()
        .mapToLong(entry ->
            entry instanceof DirectoryRecord.OfApiKey(ApiKey key) && key.isValidAt(nowMillis)
                ? key.expiresAtMillis()
                : 0)
        .filter(expiry -> expiry != 0)
        .min();
  }

  TenantMapping mapping(String tenantSlug) {
    return mappings.of(tenantSlug);
  }

  private void put(String key, DirectoryRecord entry) {
    entries.put(key, entry);
    if (entry instanceof DirectoryRecord.OfAlias(TenantAlias alias)) {
      mappings.put(key, alias);
    }
  }

  private void remove(String key) {
    if (entries.remove(key) instanceof DirectoryRecord.OfAlias(TenantAlias alias)) {
      mappings.remove(key, alias);
    }
  }

  /** What became of a record. */
  enum Applied {
    TAKEN,
    /** Of another kind, or broken; its key has no entry now. */
    UNREADABLE,
    /** The table is full. */
    OVER_LIMIT
  }
}
