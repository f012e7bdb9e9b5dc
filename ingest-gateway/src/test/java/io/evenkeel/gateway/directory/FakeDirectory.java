package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory in memory. */
public final class FakeDirectory implements Directory {
  final Map<String, ApiKey> keys = new HashMap<>();
  final Map<String, Tenant> tenants = new HashMap<>();
  public final List<TenantAlias> aliases = new ArrayList<>();
  public boolean current = true;

  @Override
  public Optional<ApiKey> apiKey(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  @Override
  public Optional<Tenant> tenant(String slug) {
    return Optional.ofNullable(tenants.get(slug));
  }

  @Override
  public TenantMapping mapping(String tenantSlug) {
    return new TenantMapping(
        SignalCatalogue.standard(),
        aliases.stream().filter(alias -> alias.tenant().equals(tenantSlug)).toList());
  }

  @Override
  public boolean isCurrent() {
    return current;
  }
}
