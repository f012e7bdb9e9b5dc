package io.evenkeel.model.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.wire.DirectoryEntry;
import io.evenkeel.model.wire.TenantEntry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
  private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());

  @Test
  void readsBackAKeyWithoutItsSecret() {
    ApiKey key = key(0, 0);
    byte[] bytes = new DirectoryRecord.OfApiKey(key).toBytes();

    assertThat(DirectoryRecord.parse(bytes)).contains(new DirectoryRecord.OfApiKey(key));
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain(secret.secret());
  }

  @Test
  void readsBackATenant() {
    var tenant = new DirectoryRecord.OfTenant(new Tenant("acme", "Acme Fleet", 7, true));

    assertThat(DirectoryRecord.parse(tenant.toBytes())).contains(tenant);
  }

  @Test
  void readsBackATenantsLimits() {
    TenantLimits limits =
        new TenantLimits(new EventRate(1, 2), new EventRate(3, 4), new EventRate(5, 6));
    var tenant = new DirectoryRecord.OfTenant(new Tenant("acme", "", 7, false).withLimits(limits));

    assertThat(DirectoryRecord.parse(tenant.toBytes())).contains(tenant);
  }

  @Test
  void aTenantWrittenBeforeThereWereLimitsHasTheDefaults() {
    byte[] written =
        DirectoryEntry.newBuilder()
            .setTenant(TenantEntry.newBuilder().setSlug("acme").setCreatedAtMs(7))
            .build()
            .toByteArray();

    assertThat(DirectoryRecord.parse(written))
        .contains(new DirectoryRecord.OfTenant(new Tenant("acme", "", 7, false)));
  }

  @Test
  void blockingATenantKeepsItsLimits() {
    TenantLimits limits =
        new TenantLimits(EventRate.DEFAULT, EventRate.DEFAULT, new EventRate(5, 0));
    Tenant tenant = new Tenant("acme", "Acme", 7, false).withLimits(limits);

    assertThat(tenant.withBlocked(true).limits()).isEqualTo(limits);
    assertThat(tenant.withBlocked(true).withBlocked(false)).isEqualTo(tenant);
  }

  @Test
  void refusesLimitsThatCannotBe() {
    assertThatThrownBy(() -> new EventRate(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventRate(0, EventRate.EVENTS_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passesOverEntriesOfANewerBuild() {
    assertThat(DirectoryRecord.parse(new byte[] {(byte) 0xfa, 0x3f, 0x00})).isEmpty();
    assertThat(DirectoryRecord.parse(new byte[] {0x7f})).isEmpty();
  }

  @Test
  void matchesOnlyItsOwnSecret() {
    assertThat(ApiKeySecret.parse(secret.reveal())).contains(secret);
    assertThat(secret.matches(key(0, 0))).isTrue();
    assertThat(ApiKeySecret.generate(new SecureRandom()).matches(key(0, 0))).isFalse();
  }

  @Test
  void isValidUntilItExpiresOrIsRevoked() {
    assertThat(key(1_000, 0).isValidAt(999)).isTrue();
    assertThat(key(1_000, 0).isValidAt(1_000)).isFalse();
    assertThat(key(0, 0).revokedAt(5).isValidAt(6)).isFalse();
  }

  @Test
  void showsNoSecretInItsText() {
    assertThat(secret.toString()).doesNotContain(secret.secret());
    assertThat(key(0, 0).toString()).contains(secret.keyId()).hasSizeLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "evk_", "evk_12_34", "Bearer x", "evk_zzzzzzzzzzzz_00"})
  void doesNotTakeAnythingElseForAKey(String presented) {
    assertThat(ApiKeySecret.parse(presented)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a/b", "ä"})
  void refusesTenantNamesThatAreNoDnsLabel(String slug) {
    assertThatThrownBy(() -> new Tenant(slug, "", 0, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ApiKey key(long expires, long revoked) {
    return new ApiKey(
        secret.keyId(),
        "acme",
        secret.sha256(),
        Set.of(KeyScope.INGEST),
        "",
        expires,
        1,
        revoked,
        "");
  }
}
