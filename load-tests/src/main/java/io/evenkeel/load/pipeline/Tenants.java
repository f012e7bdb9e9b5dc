package io.evenkeel.load.pipeline;

import io.evenkeel.admin.DirectoryClient;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Tenants that load is sent for. */
public final class Tenants {
  // Few vehicles stand for many: each sends more than a real one may.
  private static final EventRate MOST = new EventRate(EventRate.EVENTS_MAX, EventRate.EVENTS_MAX);
  private static final TenantLimits UNLIMITED = new TenantLimits(MOST, MOST, MOST);

  private Tenants() {}

  /**
   * Adds a tenant without limits, and a key, and returns the key's secret, once both are durable.
   */
  public static String add(String kafka, String slug, Set<KeyScope> scopes) {
    return add(kafka, slug, scopes, UNLIMITED);
  }

  /** The same for a tenant with limits. */
  public static String add(String kafka, String slug, Set<KeyScope> scopes, TenantLimits limits) {
    long now = InstantSource.system().millis();
    IssuedKey key = IssuedKey.issue(slug, scopes, "", 0, now, "");
    new DirectoryClient(kafka)
        .put(
            List.of(
                new DirectoryRecord.OfTenant(new Tenant(slug, slug, now, false, limits)),
                new DirectoryRecord.OfApiKey(key.stored())));
    return key.secret().reveal();
  }
}
