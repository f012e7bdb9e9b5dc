package io.evenkeel.localstack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's programs: an archive on the class path, unpacked once into a cache. The folder's
 * name has the archive's checksum, so that another version gets another folder. Several processes
 * may unpack at the same time: each into a folder of its own, and the first to rename its own wins.
 */
final class PostgresBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

  /** In the unpacked folder: how many files it has and how many bytes. */
  private static final String MANIFEST = ".manifest";

  private PostgresBinaries() {}

  /** The folder that has {@code bin/postgres}, unpacked below the cache directory if need be. */
  static Path unpacked(Path cacheDirectory) {
    URL archive = archive();
    Path target = cacheDirectory.resolve(folderName(archive));
    if (isComplete(target)) {
      return target;
    }
    try {
      unpackTo(archive, cacheDirectory, target);
      return target;
    } catch (IOException e) {
      throw new LocalStackException(
          "PostgreSQL cannot be unpacked to %s: %s".formatted(target, e), e);
    }
  }

  private static URL archive() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String resource = "/postgres-%s-%s.txz".formatted(os, machineName(machine));
    URL archive = PostgresBinaries.class.getResource(resource);
    if (archive == null) {
      throw new LocalStackException(
          "There is no bundled PostgreSQL for %s on %s; use a server of your own instead."
              .formatted(os, machine));
    }
    return archive;
  }

  private static String machineName(String machine) {
    return switch (machine) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default -> machine;
    };
  }

  // The checksum stands in the jar's directory: nothing has to be read or unpacked for it.
  private static String folderName(URL archive) {
    try {
      if (archive.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
          return "%08x".formatted(jar.getEntry(connection.getEntryName()).getCrc());
        }
      }
      throw new LocalStackException("PostgreSQL's archive is not in a jar: " + archive);
    } catch (IOException e) {
      throw new LocalStackException("PostgreSQL's archive cannot be read: " + archive, e);
    }
  }

  private static void unpackTo(URL archive, Path cacheDirectory, Path target) throws IOException {
    LOG.atInfo()
        .setMessage("Unpacking PostgreSQL for the first time.")
        .addKeyValue("target", target)
        .log();
    Path mine = cacheDirectory.resolve(".unpacking-" + UUID.randomUUID());
    Directories.create(mine, Directories.READABLE);
    try {
      unpack(archive, mine);
      Files.writeString(mine.resolve(MANIFEST), manifest(mine));
      moveAsideIfDamaged(target);
      Files.move(mine, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process was quicker; its files are as good as ours.
      if (!isComplete(target)) {
        throw e;
      }
    } finally {
      Directories.deleteTree(mine);
    }
  }

  /** Files may be missing or empty after a power failure, or when something tidied the cache up. */
  private static void moveAsideIfDamaged(Path target) throws IOException {
    if (Files.exists(target) && !isComplete(target)) {
      Path aside = target.resolveSibling(".damaged-" + UUID.randomUUID());
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
      Directories.deleteTree(aside);
    }
  }

  private static boolean isComplete(Path folder) {
    try {
      Path manifest = folder.resolve(MANIFEST);
      return Files.exists(manifest) && Files.readString(manifest).equals(manifest(folder));
    } catch (IOException e) {
      return false;
    }
  }

  private static String manifest(Path folder) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path) && !path.endsWith(MANIFEST)) {
          files++;
          bytes += Files.size(path);
        }
      }
    }
    return "files=%d bytes=%d%n".formatted(files, bytes);
  }

  private static void unpack(URL archive, Path target) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
      Optional<TarArchiveEntry> entry = Optional.ofNullable(tar.getNextEntry());
      while (entry.isPresent()) {
        unpackEntry(tar, entry.get(), target);
        entry = Optional.ofNullable(tar.getNextEntry());
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = entry.resolveIn(target);
    if (entry.isDirectory()) {
      Directories.create(path, Directories.READABLE);
      return;
    }
    Directories.create(Objects.requireNonNull(path.getParent()), Directories.READABLE);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      Directories.setPermissions(path, isExecutable(entry) ? "rwxr-xr-x" : "rw-r--r--");
    }
  }

  private static boolean isExecutable(TarArchiveEntry entry) {
    return (entry.getMode() & 0111) != 0;
  }
}
