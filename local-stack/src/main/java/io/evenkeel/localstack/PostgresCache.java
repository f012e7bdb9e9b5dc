package io.evenkeel.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the server's programs are unpacked to. */
final class PostgresCache {
  private PostgresCache() {}

  /**
   * {@code /var/cache} for root, whose home the unprivileged server cannot read; for others the
   * user's own cache; for users without a writable home the temporary directory.
   */
  static List<Path> candidates(
      ServerAccount account, Map<String, String> environment, String home, String temporary) {
    Path last = Path.of(temporary, "evenkeel-cache-" + account.ownUid(), "postgres");
    if (account.dropsPrivileges()) {
      return List.of(Path.of("/var/cache/evenkeel/postgres"), last);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path own = xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache");
    return List.of(own.resolve("evenkeel").resolve("postgres"), last);
  }

  /** The first candidate that can be made, written to, and belongs to nobody else. */
  static Path firstUsable(List<Path> candidates, ServerAccount account) {
    for (Path candidate : candidates) {
      if (isUsable(candidate, account)) {
        return candidate;
      }
    }
    throw new LocalStackException(
        "None of these directories can be used as a cache for PostgreSQL's programs: "
            + candidates);
  }

  private static boolean isUsable(Path directory, ServerAccount account) {
    try {
      Directories.create(directory, Directories.READABLE);
      // Programs are run from here: a folder that somebody else prepared is not trusted.
      return Files.isWritable(directory)
          && Files.getAttribute(directory, "unix:uid").equals(account.ownUid())
          && account.blockedAt(directory).isEmpty();
    } catch (IOException | LocalStackException e) {
      return false;
    }
  }
}
