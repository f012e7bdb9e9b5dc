package io.evenkeel.model.directory;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.model.wire.AliasEntry;
import io.evenkeel.model.wire.AliasKind;
import io.evenkeel.model.wire.ApiKeyEntry;
import io.evenkeel.model.wire.DirectoryEntry;
import io.evenkeel.model.wire.TenantEntry;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One entry of the directory topic. */
public sealed interface DirectoryRecord {
  /** The record key: entries with the same key replace one another. */
  String key();

  /** The record value. */
  byte[] toBytes();

  /** A tenant. */
  record OfTenant(Tenant tenant) implements DirectoryRecord {
    @Override
    public String key() {
      return "tenant/" + tenant.slug();
    }

    @Override
    public byte[] toBytes() {
      return DirectoryEntry.newBuilder()
          .setTenant(
              TenantEntry.newBuilder()
                  .setSlug(tenant.slug())
                  .setDisplayName(tenant.displayName())
                  .setCreatedAtMs(tenant.createdAtMillis())
                  .setBlocked(tenant.blocked())
                  .setLimits(TenantLimitsForm.toWire(tenant.limits())))
          .build()
          .toByteArray();
    }
  }

  /** An API key. */
  record OfApiKey(ApiKey apiKey) implements DirectoryRecord {
    @Override
    public String key() {
      return "key/" + apiKey.keyId();
    }

    @Override
    public byte[] toBytes() {
      ApiKeyEntry.Builder entry =
          ApiKeyEntry.newBuilder()
              .setKeyId(apiKey.keyId())
              .setTenant(apiKey.tenant())
              .setSecretSha256(apiKey.secretSha256())
              .setVehicle(apiKey.vehicle())
              .setExpiresAtMs(apiKey.expiresAtMillis())
              .setCreatedAtMs(apiKey.createdAtMillis())
              .setRevokedAtMs(apiKey.revokedAtMillis())
              .setLabel(apiKey.label());
      apiKey.scopes().stream().sorted().forEach(scope -> entry.addScopes(toWire(scope)));
      return DirectoryEntry.newBuilder().setApiKey(entry).build().toByteArray();
    }
  }

  /** Another name, of one tenant's. */
  record OfAlias(TenantAlias alias) implements DirectoryRecord {
    @Override
    public String key() {
      return "alias/"
          + alias.tenant()
          + (alias.kind() == TenantAlias.Kind.SIGNAL ? "/signal/" : "/member/")
          + alias.matchedName();
    }

    @Override
    public byte[] toBytes() {
      return DirectoryEntry.newBuilder()
          .setAlias(
              AliasEntry.newBuilder()
                  .setTenant(alias.tenant())
                  .setKind(
                      alias.kind() == TenantAlias.Kind.SIGNAL
                          ? AliasKind.ALIAS_KIND_SIGNAL
                          : AliasKind.ALIAS_KIND_MEMBER)
                  .setReceived(alias.received())
                  .setTarget(alias.target())
                  .setScale(alias.scale())
                  .setOffset(alias.offset())
                  .setCreatedAtMs(alias.createdAtMillis()))
          .build()
          .toByteArray();
    }
  }

  /**
   * Reads a record's value.
   *
   * @return nothing for bytes or kinds of entries that this build does not know; a newer one may
   *     have written them
   */
  static Optional<DirectoryRecord> parse(byte[] value) {
    try {
      DirectoryEntry entry = DirectoryEntry.parseFrom(value);
      return switch (entry.getEntryCase()) {
        case TENANT -> Optional.of(new OfTenant(tenant(entry.getTenant())));
        case API_KEY -> Optional.of(new OfApiKey(apiKey(entry.getApiKey())));
        case ALIAS -> alias(entry.getAlias()).map(OfAlias::new);
        case ENTRY_NOT_SET -> Optional.empty();
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Tenant tenant(TenantEntry entry) {
    return new Tenant(
        entry.getSlug(),
        entry.getDisplayName(),
        entry.getCreatedAtMs(),
        entry.getBlocked(),
        TenantLimitsForm.ofWire(entry.getLimits()));
  }

  private static Optional<TenantAlias> alias(AliasEntry entry) {
    Optional<TenantAlias.Kind> kind =
        switch (entry.getKind()) {
          case ALIAS_KIND_SIGNAL -> Optional.of(TenantAlias.Kind.SIGNAL);
          case ALIAS_KIND_MEMBER -> Optional.of(TenantAlias.Kind.MEMBER);
          case ALIAS_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    return kind.map(known ->
        new TenantAlias(
            entry.getTenant(),
            known,
            entry.getReceived(),
            entry.getTarget(),
            entry.getScale(),
            entry.getOffset(),
            entry.getCreatedAtMs()));
  }

  private static ApiKey apiKey(ApiKeyEntry entry) {
    Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
    entry.getScopesList().forEach(scope -> fromWire(scope).ifPresent(scopes::add));
    return new ApiKey(
        entry.getKeyId(),
        entry.getTenant(),
        entry.getSecretSha256(),
        scopes,
        entry.getVehicle(),
        entry.getExpiresAtMs(),
        entry.getCreatedAtMs(),
        entry.getRevokedAtMs(),
        entry.getLabel());
  }

  private static io.evenkeel.model.wire.KeyScope toWire(KeyScope scope) {
    return switch (scope) {
      case INGEST -> io.evenkeel.model.wire.KeyScope.KEY_SCOPE_INGEST;
      case BACKFILL -> io.evenkeel.model.wire.KeyScope.KEY_SCOPE_BACKFILL;
      case ADMIN -> io.evenkeel.model.wire.KeyScope.KEY_SCOPE_ADMIN;
    };
  }

  private static Optional<KeyScope> fromWire(io.evenkeel.model.wire.KeyScope scope) {
    return switch (scope) {
      case KEY_SCOPE_INGEST -> Optional.of(KeyScope.INGEST);
      case KEY_SCOPE_BACKFILL -> Optional.of(KeyScope.BACKFILL);
      case KEY_SCOPE_ADMIN -> Optional.of(KeyScope.ADMIN);
      case KEY_SCOPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
