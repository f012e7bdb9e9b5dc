package io.evenkeel.model.directory;

import com.google.protobuf.ByteString;
import java.util.EnumSet;
import java.util.Set;

/**
 * A credential as the directory knows it: without the secret.
 *
 * @param keyId public part
 * @param tenant slug of the tenant for which the holder speaks
 * @param secretSha256 SHA-256 of the secret part, 32 bytes
 * @param scopes what it may do
 * @param vehicle the only vehicle it may send for, or empty for any of the tenant
 * @param expiresAtMillis Unix milliseconds, 0 for never
 * @param createdAtMillis Unix milliseconds
 * @param revokedAtMillis Unix milliseconds, 0 if it is not revoked
 * @param label what its owner calls it, may be empty
 */
public record ApiKey(
    String keyId,
    String tenant,
    ByteString secretSha256,
    Set<KeyScope> scopes,
    String vehicle,
    long expiresAtMillis,
    long createdAtMillis,
    long revokedAtMillis,
    String label) {
  public ApiKey {
    scopes = scopes.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(scopes));
    if (secretSha256.size() != 32) {
      throw new IllegalArgumentException("A SHA-256 has 32 bytes, not " + secretSha256.size());
    }
  }

  /** Whether the key is neither revoked nor expired. */
  public boolean isValidAt(long nowMillis) {
    return revokedAtMillis == 0 && (expiresAtMillis == 0 || nowMillis < expiresAtMillis);
  }

  /** Whether the key may send for this vehicle of its tenant. */
  public boolean allowsVehicle(String name) {
    return vehicle.isEmpty() || vehicle.equals(name);
  }

  /** The key, revoked. */
  public ApiKey revokedAt(long nowMillis) {
    return new ApiKey(
        keyId,
        tenant,
        secretSha256,
        scopes,
        vehicle,
        expiresAtMillis,
        createdAtMillis,
        nowMillis,
        label);
  }

  /** The key with another end, Unix milliseconds, 0 for never. */
  public ApiKey expiringAt(long newExpiresAtMillis) {
    return new ApiKey(
        keyId,
        tenant,
        secretSha256,
        scopes,
        vehicle,
        newExpiresAtMillis,
        createdAtMillis,
        revokedAtMillis,
        label);
  }

  /** Never the hash: it must not reach a log. */
  @Override
  public String toString() {
    return "ApiKey[" + keyId + " of " + tenant + "]";
  }
}
