package io.evenkeel.gateway.directory;

import com.google.protobuf.ByteString;
import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the API key in the {@code Authorization} header and the directory. It keeps nothing
 * between requests: a revoked key ends with the next look-up. Safe for use by many threads.
 */
public final class ApiKeyAuthenticator implements Authenticator {
  private static final String SCHEME = "Bearer ";

  /** Compared against when the key id is unknown, so that both wrong answers take the same time. */
  private static final ApiKey DECOY =
      new ApiKey("", "", ByteString.copyFrom(new byte[32]), Set.of(), "", 0, 0, 0, "");

  private final Directory directory;
  private final BiPredicate<ApiKeySecret, ApiKey> check;

  public ApiKeyAuthenticator(Directory directory) {
    this(directory, ApiKeySecret::matches);
  }

  /**
   * With another check of a secret.
   *
   * @param check takes as long for every wrong secret, and is asked once for every key
   */
  ApiKeyAuthenticator(Directory directory, BiPredicate<ApiKeySecret, ApiKey> check) {
    this.directory = directory;
    this.check = check;
  }

  @Override
  public Access decide(RequestHead head, Set<KeyScope> scopes, long nowMillis) {
    if (!directory.isCurrent()) {
      return refused(
          ErrorCode.DIRECTORY_UNAVAILABLE, "The directory of keys is not up to date; try again.");
    }
    return authenticate(head.authorization(), nowMillis)
        .map(key -> authorize(key, scopes))
        .orElseGet(() ->
            refused(
                ErrorCode.UNAUTHENTICATED, "Send a valid API key as Authorization: Bearer evk_…"));
  }

  private Optional<ApiKey> authenticate(@Nullable String authorization, long nowMillis) {
    return presented(authorization)
        .flatMap(secret -> {
          Optional<ApiKey> known = directory.apiKey(secret.keyId());
          boolean matches = check.test(secret, known.orElse(DECOY));
          return known.filter(key -> matches && key.isValidAt(nowMillis));
        });
  }

  private static Optional<ApiKeySecret> presented(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return ApiKeySecret.parse(authorization.substring(SCHEME.length()).strip());
  }

  private Access authorize(ApiKey key, Set<KeyScope> scopes) {
    Optional<Tenant> tenant = directory.tenant(key.tenant());
    if (tenant.isEmpty() || tenant.get().blocked()) {
      return refused(ErrorCode.TENANT_BLOCKED, "The key's tenant is blocked or gone.");
    }
    return key.scopes().containsAll(scopes)
        ? new Access.Granted(new Caller(key.tenant(), key.vehicle(), tenant.get().limits()))
        : scopeMissing(key, scopes);
  }

  private static Access scopeMissing(ApiKey key, Set<KeyScope> scopes) {
    KeyScope scope =
        scopes.stream().filter(s -> !key.scopes().contains(s)).sorted().findFirst().orElseThrow();
    return refused(
        ErrorCode.SCOPE_MISSING,
        "The key lacks the scope " + scope.name().toLowerCase(Locale.ROOT) + ".");
  }

  private static Access refused(ErrorCode code, String detail) {
    return new Access.Refused(Problem.of(code, detail));
  }
}
