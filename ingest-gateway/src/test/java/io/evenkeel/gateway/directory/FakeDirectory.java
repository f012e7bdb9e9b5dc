package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A directory in memory. */
final class FakeDirectory implements Directory {
  final Map<String, ApiKey> keys = new HashMap<>();
  final Map<String, Tenant> tenants = new HashMap<>();
  boolean current = true;

  @Override
  public Optional<ApiKey> apiKey(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  @Override
  public Optional<Tenant> tenant(String slug) {
    return Optional.ofNullable(tenants.get(slug));
  }

  @Override
  public boolean isCurrent() {
    return current;
  }
}
