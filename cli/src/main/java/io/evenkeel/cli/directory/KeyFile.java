package io.evenkeel.cli.directory;

import io.evenkeel.admin.AdminException;
import io.evenkeel.admin.IssuedKey;
import io.evenkeel.admin.KeyBook;
import io.evenkeel.cli.CliException;
import io.evenkeel.cli.ExitCodes;
import io.evenkeel.cli.PrivateFiles;
import io.evenkeel.model.directory.ApiKeySecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A file of new keys that comes into being whole. Its text lies beside it under another name from
 * before the first key is in force until the last one is, so that a run that was killed can be
 * undone.
 */
final class KeyFile {
  private final Path file;
  private final Path pending;
  private final KeyBook book;

  KeyFile(Path file, KeyBook book) {
    this.file = file;
    this.pending = file.resolveSibling(file.getFileName() + ".pending");
    this.book = book;
  }

  /** Undoes a run that did not come to its end; returns how many keys it had issued. */
  int withdrawInterrupted() throws IOException {
    if (!Files.exists(pending)) {
      return 0;
    }
    int withdrawn = book.withdraw(keyIds());
    Files.delete(pending);
    return withdrawn;
  }

  /**
   * Puts keys in force and then the file in its place; or neither.
   *
   * @param progress told how many are in force so far
   */
  void issue(List<IssuedKey> keys, IntConsumer progress) throws IOException {
    PrivateFiles.replace(pending, KeyRows.csv(keys) + "\n");
    try {
      book.issue(keys, progress);
    } catch (AdminException e) {
      undo(e);
    }
    Files.move(pending, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void undo(AdminException cause) throws IOException {
    try {
      withdrawInterrupted();
    } catch (AdminException again) {
      throw new CliException(
          ExitCodes.FAILED,
          "%s; some keys may be in force: run the same command again, it withdraws them first"
              .formatted(cause.getMessage()));
    }
    throw new CliException(
        ExitCodes.FAILED, cause.getMessage() + "; no key was issued, run the command again");
  }

  private Set<String> keyIds() throws IOException {
    Set<String> ids = new HashSet<>();
    try (Stream<String> lines = Files.lines(pending)) {
      lines
          .map(line -> line.substring(line.lastIndexOf(',') + 1))
          .forEach(key -> ApiKeySecret.parse(key).ifPresent(secret -> ids.add(secret.keyId())));
    }
    return ids;
  }
}
