package io.evenkeel.admin;

import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.EventRate;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantLimits;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes what tenants may do. Gateways follow within two seconds. */
public final class TenantBook {
  private final DirectoryClient directory;
  private final String jdbcUrl;

  /**
   * The tenants of one pipeline.
   *
   * @param jdbcUrl with user and password
   */
  public TenantBook(String bootstrapServers, String jdbcUrl) {
    this.directory = new DirectoryClient(bootstrapServers);
    this.jdbcUrl = jdbcUrl;
  }

  /** The tenant of this name. */
  public Optional<Tenant> find(String slug) {
    return directory.tenant(slug);
  }

  /**
   * Blocks a tenant, or opens it again, and returns what it is then.
   *
   * @param actor who wants it
   */
  public Tenant setBlocked(Tenant tenant, boolean blocked, String actor) {
    Tenant changed = tenant.withBlocked(blocked);
    put(changed, actor, blocked ? "tenant block" : "tenant unblock", Map.of());
    return changed;
  }

  /**
   * Gives a tenant other limits, and returns what it is then.
   *
   * @param actor who wants it
   */
  public Tenant setLimits(Tenant tenant, TenantLimits limits, String actor) {
    Tenant changed = tenant.withLimits(limits);
    put(changed, actor, "tenant limits", values(limits));
    return changed;
  }

  /** Limits by the names under which they are shown and written down; 0 is the default. */
  public static Map<String, Integer> values(TenantLimits limits) {
    Map<String, Integer> values = new LinkedHashMap<>();
    put(values, "live", limits.live());
    put(values, "backfill", limits.backfill());
    put(values, "vehicle", limits.vehicle());
    return values;
  }

  private static void put(Map<String, Integer> values, String name, EventRate rate) {
    values.put(name, rate.perSecond());
    values.put(name + "_burst", rate.burst());
  }

  private void put(Tenant changed, String actor, String action, Map<String, ?> values) {
    directory.put(List.of(new DirectoryRecord.OfTenant(changed)));
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("tenant", changed.slug());
    detail.putAll(values);
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      OperatorTrail.add(connection, actor, action, detail);
    } catch (SQLException e) {
      throw new AdminException(
          "the change is in force, but who did it was not written down: " + e.getMessage());
    }
  }
}
