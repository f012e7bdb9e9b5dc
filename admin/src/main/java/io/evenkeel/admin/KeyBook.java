package io.evenkeel.admin;

import io.evenkeel.model.directory.ApiKey;
import io.evenkeel.model.directory.DirectoryRecord;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** Issues, replaces and revokes keys, and writes down who did. Gateways follow within 2 seconds. */
public final class KeyBook {
  /** Keys written at once: progress is told, and memory bounded, in such steps. */
  private static final int STEP = 1_000;

  private final DirectoryClient directory;
  private final String jdbcUrl;

  /**
   * The keys of one pipeline.
   *
   * @param jdbcUrl with user and password
   */
  public KeyBook(String bootstrapServers, String jdbcUrl) {
    this.directory = new DirectoryClient(bootstrapServers);
    this.jdbcUrl = jdbcUrl;
  }

  /** The key of this id. */
  public Optional<ApiKey> find(String keyId) {
    return directory.apiKeys().stream().filter(key -> key.keyId().equals(keyId)).findFirst();
  }

  /**
   * Puts keys in force. When it fails some of them may be: {@link #withdraw} them then.
   *
   * @param progress told how many are in force so far
   */
  public void issue(List<IssuedKey> keys, IntConsumer progress) {
    for (int from = 0; from < keys.size(); from += STEP) {
      int to = Math.min(keys.size(), from + STEP);
      directory.put(keys.subList(from, to).stream().map(key -> entry(key.stored())).toList());
      progress.accept(to);
    }
  }

  /**
   * Removes every trace of keys that were issued and never handed out.
   *
   * @return how many there were
   */
  public int withdraw(Set<String> keyIds) {
    List<DirectoryRecord.OfApiKey> found =
        directory.apiKeys().stream()
            .filter(key -> keyIds.contains(key.keyId()))
            .map(KeyBook::entry)
            .toList();
    directory.removeAll(found);
    return found.size();
  }

  /**
   * Writes down that keys were issued.
   *
   * @param keys of one tenant, with the same scopes; not empty
   */
  public void recordIssue(List<IssuedKey> keys, String actor) {
    ApiKey first = keys.getFirst().stored();
    Map<String, Object> detail = detail(first);
    if (keys.size() > 1) {
      detail.remove("key_id");
    }
    detail.put("keys", keys.size());
    record(actor, "key issue", detail, "the keys are in force");
  }

  /**
   * Issues a successor with the same tenant, scopes, vehicle and label, and lets the old key end.
   * The successor is in force before the old one gets its end, so that there is no moment without a
   * valid key.
   *
   * @param old valid
   * @param expires of the successor, Unix milliseconds, 0 for never
   * @param overlap how long both are valid; zero or more
   */
  public Rotation rotate(ApiKey old, long expires, Duration overlap, long now, String actor) {
    IssuedKey successor =
        IssuedKey.issue(old.tenant(), old.scopes(), old.vehicle(), expires, now, old.label());
    try {
      directory.put(List.of(entry(successor.stored())));
    } catch (AdminException e) {
      withdraw(Set.of(successor.stored().keyId()));
      throw e;
    }
    return end(old, successor, now + overlap.toMillis(), actor);
  }

  // From here on the successor's secret must reach its owner, whatever fails.
  private Rotation end(ApiKey old, IssuedKey successor, long atMillis, String actor) {
    long end = old.expiresAtMillis() == 0 ? atMillis : Math.min(old.expiresAtMillis(), atMillis);
    ApiKey ending = old.expiringAt(end);
    try {
      directory.put(List.of(entry(ending)));
      Map<String, Object> detail = detail(old);
      detail.put("successor", successor.stored().keyId());
      detail.put("old_expires_at_ms", end);
      record(actor, "key rotate", detail, "both keys are as they should be");
      return new Rotation(successor, ending, "");
    } catch (AdminException e) {
      return new Rotation(successor, ending, String.valueOf(e.getMessage()));
    }
  }

  /** Ends a key at once and for good. */
  public ApiKey revoke(ApiKey key, long now, String actor) {
    ApiKey revoked = key.revokedAtMillis() == 0 ? key.revokedAt(now) : key;
    directory.put(List.of(entry(revoked)));
    record(actor, "key revoke", detail(key), "the key is revoked");
    return revoked;
  }

  private void record(String actor, String action, Map<String, ?> detail, String done) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      OperatorTrail.add(connection, actor, action, detail);
    } catch (SQLException e) {
      throw new AdminException(done + ", but who did it was not written down: " + e.getMessage());
    }
  }

  // Vehicles and labels stay out: a trail is kept longer than either may be.
  private static Map<String, Object> detail(ApiKey key) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("tenant", key.tenant());
    detail.put("key_id", key.keyId());
    detail.put("scopes", key.scopes().stream().map(Enum::name).sorted().toList());
    detail.put("expires_at_ms", key.expiresAtMillis());
    return detail;
  }

  private static DirectoryRecord.OfApiKey entry(ApiKey key) {
    return new DirectoryRecord.OfApiKey(key);
  }

  /**
   * A key and its successor.
   *
   * @param successor in force
   * @param old the old key as it should be now
   * @param failure why the old key may still have no end, or the trail no entry; empty if all is
   *     well
   */
  public record Rotation(IssuedKey successor, ApiKey old, String failure) {}
}
