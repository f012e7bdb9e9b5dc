package io.evenkeel.admin;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.directory.KeyScope;
import java.security.SecureRandom;
import java.util.Set;

/**
 * A new key, with the secret that is shown once.
 *
 * @param secret what its holder gets
 * @param stored what the directory keeps
 */
public record IssuedKey(ApiKeySecret secret, ApiKey stored) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Draws a key. It is valid once its stored part is in the directory. */
  public static IssuedKey issue(
      String tenant, Set<KeyScope> scopes, String vehicle, long expires, long now, String label) {
    ApiKeySecret secret = ApiKeySecret.generate(RANDOM);
    return new IssuedKey(
        secret,
        new ApiKey(
            secret.keyId(), tenant, secret.sha256(), scopes, vehicle, expires, now, 0, label));
  }
}
