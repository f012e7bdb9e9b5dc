package io.evenkeel.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directories: making them with known permissions, and deleting whole trees. */
final class Directories {
  /** The owner does everything, others may only pass through to a name that they know. */
  static final String PASS_THROUGH = "rwx--x--x";

  /** The owner does everything, others may read. */
  static final String READABLE = "rwxr-xr-x";

  /** Nobody but the owner. */
  static final String PRIVATE = "rwx------";

  private Directories() {}

  /**
   * Makes the directory and its missing parents, each with the given permissions whatever the umask
   * says. Directories that exist stay as they are.
   */
  static Path create(Path directory, String permissions) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return absolute;
    }
    Path parent = absolute.getParent();
    if (parent != null) {
      create(parent, permissions);
    }
    return createOne(absolute, permissions);
  }

  private static Path createOne(Path directory, String permissions) {
    try {
      // createDirectories instead of createDirectory: another process may be quicker.
      Files.createDirectories(directory);
      setPermissions(directory, permissions);
      return directory;
    } catch (IOException e) {
      throw new LocalStackException(
          "The directory %s cannot be made: %s".formatted(directory, e), e);
    }
  }

  static void setPermissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new LocalStackException("The directory %s cannot be used: %s".formatted(path, e), e);
    }
  }

  /** Deletes the directory with all that is in it; what has vanished meanwhile is no error. */
  static void deleteTree(Path directory) {
    try {
      Files.walkFileTree(directory, new Deleter());
    } catch (NoSuchFileException e) {
      // Nothing to delete: that is what was wanted.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
