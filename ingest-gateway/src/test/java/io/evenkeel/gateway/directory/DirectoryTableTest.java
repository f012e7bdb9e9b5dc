package io.evenkeel.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.gateway.directory.DirectoryTable.Applied;
import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.Tenant;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryTableTest {
  private static final TenantAlias TS = alias("acme", "ts", "time");

  private final DirectoryTable table = new DirectoryTable(2);

  @Test
  void laterEntryReplacesTheEarlier() {
    table.apply("tenant/acme", tenant("acme", false));
    table.apply("tenant/acme", tenant("acme", true));

    assertThat(table.tenant("acme")).map(Tenant::blocked).contains(true);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void tombstoneRemoves() {
    table.apply("tenant/acme", tenant("acme", false));

    assertThat(table.apply("tenant/acme", null)).isEqualTo(Applied.TAKEN);
    assertThat(table.tenant("acme")).isEmpty();
  }

  @Test
  void unreadableEntryLeavesNoOlderPermissionStanding() {
    table.apply("tenant/acme", tenant("acme", false));

    assertThat(table.apply("tenant/acme", new byte[] {1, 2, 3})).isEqualTo(Applied.UNREADABLE);
    assertThat(table.tenant("acme")).isEmpty();
  }

  @Test
  void entryUnderAnotherKeyThanItsOwnIsNotBelieved() {
    assertThat(table.apply("tenant/acme", tenant("other", false))).isEqualTo(Applied.UNREADABLE);
    assertThat(table.tenant("acme")).isEmpty();
    assertThat(table.tenant("other")).isEmpty();
  }

  @Test
  void fullTableTakesChangesButNoNewEntries() {
    table.apply("tenant/a", tenant("a", false));
    table.apply("tenant/b", tenant("b", false));

    assertThat(table.apply("tenant/c", tenant("c", false))).isEqualTo(Applied.OVER_LIMIT);
    assertThat(table.apply("tenant/a", tenant("a", true))).isEqualTo(Applied.TAKEN);
    assertThat(table.tenant("a")).map(Tenant::blocked).contains(true);
    assertThat(table.tenant("c")).isEmpty();
  }

  @Test
  void aliasIsOfItsTenantAlone() {
    apply(TS);

    assertThat(table.mapping("acme").member("ts")).isEqualTo("time");
    assertThat(table.mapping("other").member("ts")).isNull();
  }

  @Test
  void aliasesOfATenantStandTogetherAndChangeOneByOne() {
    apply(TS);
    apply(alias("acme", "vin", "vehicle"));
    TenantMapping before = table.mapping("acme");

    table.apply(new DirectoryRecord.OfAlias(TS).key(), null);
    apply(alias("acme", "vin", "id"));

    assertThat(before.member("ts")).isEqualTo("time");
    assertThat(table.mapping("acme").member("ts")).isNull();
    assertThat(table.mapping("acme").member("vin")).isEqualTo("id");
  }

  @Test
  void unreadableEntryEndsAnAliasToo() {
    apply(TS);

    table.apply(new DirectoryRecord.OfAlias(TS).key(), new byte[] {1, 2, 3});

    assertThat(table.mapping("acme").member("ts")).isNull();
  }

  @Test
  void clearingForgetsAliases() {
    apply(TS);

    table.clear();

    assertThat(table.mapping("acme").member("ts")).isNull();
    assertThat(table.size()).isZero();
  }

  @Test
  void knowsWhichValidKeyExpiresFirst() {
    DirectoryTable keys = new DirectoryTable(10);
    apply(keys, key("never", 0, 0));
    apply(keys, key("expired", 900, 0));
    apply(keys, key("revoked", 1_100, 500));
    assertThat(keys.soonestExpiryMillis(1_000)).isEmpty();

    apply(keys, key("later", 1_900, 0));
    apply(keys, key("soon", 1_200, 0));

    assertThat(keys.soonestExpiryMillis(1_000)).hasValue(1_200);
  }

  private static void apply(DirectoryTable keys, ApiKey key) {
    DirectoryRecord entry = new DirectoryRecord.OfApiKey(key);
    assertThat(keys.apply(entry.key(), entry.toBytes())).isEqualTo(Applied.TAKEN);
  }

  private static ApiKey key(String id, long expiresAtMillis, long revokedAtMillis) {
    ByteString hash = ByteString.copyFrom(new byte[32]);
    return new ApiKey(id, "acme", hash, Set.of(), "", expiresAtMillis, 1, revokedAtMillis, "");
  }

  private void apply(TenantAlias alias) {
    DirectoryRecord entry = new DirectoryRecord.OfAlias(alias);
    assertThat(table.apply(entry.key(), entry.toBytes())).isEqualTo(Applied.TAKEN);
  }

  private static TenantAlias alias(String tenant, String received, String target) {
    return new TenantAlias(tenant, TenantAlias.Kind.MEMBER, received, target, 1, 0, 0);
  }

  private static byte[] tenant(String slug, boolean blocked) {
    return new DirectoryRecord.OfTenant(new Tenant(slug, slug, 0, blocked)).toBytes();
  }
}
