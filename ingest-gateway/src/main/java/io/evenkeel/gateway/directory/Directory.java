package io.evenkeel.gateway.directory;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantMapping;
import java.util.Optional;

/** Who may send, as known now. Safe for use by many threads. */
public interface Directory {
  /** The key with this id. */
  Optional<ApiKey> apiKey(String keyId);

  /** The tenant with this slug. */
  Optional<Tenant> tenant(String slug);

  /** How the names that a tenant's devices send are understood; by the catalogue at least. */
  TenantMapping mapping(String tenantSlug);

  /** Whether the answers are recent enough to decide by. */
  boolean isCurrent();
}
