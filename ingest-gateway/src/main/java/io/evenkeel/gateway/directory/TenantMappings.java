package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The aliases of each tenant. A mapping is built when it is first asked for after a change, so that
 * reading the directory from its beginning builds none. One thread changes aliases, many read.
 */
final class TenantMappings {
  private final SignalCatalogue catalogue;
  private final TenantMapping withoutAliases;
  private final Map<String, Aliases> byTenant = new ConcurrentHashMap<>();

  TenantMappings(SignalCatalogue catalogue) {
    this.catalogue = catalogue;
    this.withoutAliases = TenantMapping.of(catalogue);
  }

  /** Adds an alias, or replaces the one with the same directory key. */
  void put(String key, TenantAlias alias) {
    byTenant.computeIfAbsent(alias.tenant(), tenant -> new Aliases()).put(key, alias);
  }

  void remove(String key, TenantAlias alias) {
    byTenant.computeIfPresent(
        alias.tenant(), (tenant, aliases) -> aliases.removeIsLast(key) ? null : aliases);
  }

  void clear() {
    byTenant.clear();
  }

  TenantMapping of(String tenant) {
    Aliases aliases = byTenant.get(tenant);
    return aliases == null ? withoutAliases : aliases.mapping();
  }

  // Of one tenant.
  private final class Aliases {
    private final Map<String, TenantAlias> byKey = new HashMap<>();
    private volatile @Nullable TenantMapping mapping;

    synchronized void put(String key, TenantAlias alias) {
      byKey.put(key, alias);
      mapping = null;
    }

    synchronized boolean removeIsLast(String key) {
      byKey.remove(key);
      mapping = null;
      return byKey.isEmpty();
    }

    TenantMapping mapping() {
      TenantMapping built = mapping;
      return built != null ? built : build();
    }

    private synchronized TenantMapping build() {
      TenantMapping built = new TenantMapping(catalogue, byKey.values());
      mapping = built;
      return built;
    }
  }
}
