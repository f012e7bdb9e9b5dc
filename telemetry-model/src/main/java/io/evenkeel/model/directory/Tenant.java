package io.evenkeel.model.directory;

/**
 * A tenant: owner of vehicles, data and keys, apart from every other.
 *
 * @param slug its name in keys, records and tables; see {@link TenantSlug}
 * @param displayName its name for people
 * @param createdAtMillis Unix milliseconds
 * @param blocked whether its requests are refused; keys and data stay
 * @param limits how much it may send
 */
public record Tenant(
    String slug, String displayName, long createdAtMillis, boolean blocked, TenantLimits limits) {
  public Tenant {
    if (!TenantSlug.isValid(slug)) {
      throw new IllegalArgumentException(
          "A tenant's name has 1 to 63 of a-z, 0-9 and -, with no - at either end");
    }
  }

  /** A tenant with the gateways' limits. */
  public Tenant(String slug, String displayName, long createdAtMillis, boolean blocked) {
    this(slug, displayName, createdAtMillis, blocked, TenantLimits.DEFAULT);
  }

  /** The same, blocked or open. */
  public Tenant withBlocked(boolean newBlocked) {
    return new Tenant(slug, displayName, createdAtMillis, newBlocked, limits);
  }

  /** The same with other limits. */
  public Tenant withLimits(TenantLimits newLimits) {
    return new Tenant(slug, displayName, createdAtMillis, blocked, newLimits);
  }
}
