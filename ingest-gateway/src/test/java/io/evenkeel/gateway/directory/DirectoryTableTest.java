package io.evenkeel.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.directory.DirectoryTable.Applied;
import io.evenkeel.model.directory.DirectoryRecord;
import io.evenkeel.model.directory.Tenant;
import org.junit.jupiter.api.Test;

class DirectoryTableTest {
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

  private static byte[] tenant(String slug, boolean blocked) {
    return new DirectoryRecord.OfTenant(new Tenant(slug, slug, 0, blocked)).toBytes();
  }
}
