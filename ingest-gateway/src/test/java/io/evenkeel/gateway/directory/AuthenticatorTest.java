package io.evenkeel.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.gateway.problem.Problem;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.ApiKeySecret;
import io.evenkeel.model.directory.KeyScope;
import io.evenkeel.model.directory.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final long NOW = 1_000_000;

  private final FakeDirectory directory = new FakeDirectory();
  private final Authenticator authenticator = new ApiKeyAuthenticator(directory);
  private final ApiKeySecret secret = ApiKeySecret.generate(new Random(1));
  private final ApiKey key =
      new ApiKey(
          secret.keyId(), "acme", secret.sha256(), Set.of(KeyScope.INGEST), "v-1", 0, 0, 0, "");

  @BeforeEach
  void knowsTheKeyAndItsTenant() {
    directory.keys.put(key.keyId(), key);
    directory.tenants.put("acme", new Tenant("acme", "Acme", 0, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
  void grantsInTheNameOfTheKeysTenant(String scheme) {
    Access access =
        authenticator.decide(
            new RequestHead(scheme + secret.reveal()), Set.of(KeyScope.INGEST), NOW);

    assertThat(access).isEqualTo(new Access.Granted(new Caller("acme", "v-1")));
  }

  @Test
  void answersTheSameForAnUnknownKeyAndAWrongSecret() {
    ApiKeySecret stranger = ApiKeySecret.generate(new Random(2));
    String wrongSecret = new ApiKeySecret(secret.keyId(), stranger.secret()).reveal();

    Problem unknown = refusal("Bearer " + stranger.reveal());

    assertThat(unknown.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal("Bearer " + wrongSecret)).isEqualTo(unknown);
    assertThat(refusal(null)).isEqualTo(unknown);
  }

  @Test
  void doesTheSameWorkForAnUnknownKeyAndAWrongSecret() {
    List<ApiKey> checked = new ArrayList<>();
    Authenticator counting =
        new ApiKeyAuthenticator(
            directory,
            (presented, known) -> {
              checked.add(known);
              return presented.matches(known);
            });
    ApiKeySecret stranger = ApiKeySecret.generate(new Random(2));
    ApiKeySecret wrong = new ApiKeySecret(secret.keyId(), stranger.secret());

    counting.decide(new RequestHead("Bearer " + stranger.reveal()), Set.of(), NOW);
    counting.decide(new RequestHead("Bearer " + wrong.reveal()), Set.of(), NOW);
    counting.decide(new RequestHead("Bearer " + secret.reveal()), Set.of(), NOW);

    assertThat(checked).hasSize(3).element(1).isEqualTo(key);
    assertThat(checked.getFirst().secretSha256().size()).isEqualTo(key.secretSha256().size());
  }

  @Test
  void saysNothingOfTheCredentialInLogs() {
    assertThat(new RequestHead("Bearer " + secret.reveal()).toString())
        .doesNotContain(secret.secret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic evk_1_2", "Bearer evk_zz_zz", "evk_1_2"})
  void refusesWhatHasNotTheFormOfAKey(String header) {
    assertThat(refusal(header).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void refusesARevokedKey() {
    directory.keys.put(key.keyId(), key.revokedAt(NOW - 1));

    assertThat(refusal("Bearer " + secret.reveal()).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void refusesAnExpiredKey() {
    directory.keys.put(
        key.keyId(),
        new ApiKey(key.keyId(), "acme", key.secretSha256(), key.scopes(), "", NOW, 0, 0, ""));

    assertThat(refusal("Bearer " + secret.reveal()).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void refusesABlockedTenant() {
    directory.tenants.put("acme", new Tenant("acme", "Acme", 0, true));

    assertThat(refusal("Bearer " + secret.reveal()).code()).isEqualTo(ErrorCode.TENANT_BLOCKED);
  }

  @Test
  void refusesATenantThatIsGone() {
    directory.tenants.clear();

    assertThat(refusal("Bearer " + secret.reveal()).code()).isEqualTo(ErrorCode.TENANT_BLOCKED);
  }

  @Test
  void refusesAMissingScope() {
    assertThat(
            authenticator.decide(
                new RequestHead("Bearer " + secret.reveal()), Set.of(KeyScope.BACKFILL), NOW))
        .isInstanceOfSatisfying(
            Access.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(ErrorCode.SCOPE_MISSING));
  }

  @Test
  void decidesNothingByAStaleDirectory() {
    directory.current = false;

    assertThat(refusal("Bearer " + secret.reveal()).code())
        .isEqualTo(ErrorCode.DIRECTORY_UNAVAILABLE);
  }

  private Problem refusal(@Nullable String header) {
    Access access = authenticator.decide(new RequestHead(header), Set.of(KeyScope.INGEST), NOW);
    assertThat(access).isInstanceOf(Access.Refused.class);
    return ((Access.Refused) access).problem();
  }
}
