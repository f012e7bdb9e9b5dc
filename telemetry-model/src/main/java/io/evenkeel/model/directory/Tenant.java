package io.evenkeel.model.directory;

/**
 * A tenant: owner of vehicles, data and keys, apart from every other.
 *
 * @param slug its name in keys, records and tables; see {@link TenantSlug}
 * @param displayName its name for people
 * @param createdAtMillis Unix milliseconds
 * @param blocked whether its requests are refused; keys and data stay
 */
public record Tenant(String slug, String displayName, long createdAtMillis, boolean blocked) {
  public Tenant {
    if (!TenantSlug.isValid(slug)) {
      throw new IllegalArgumentException(
          "A tenant's name has 1 to 63 of a-z, 0-9 and -, with no - at either end");
    }
  }
}
