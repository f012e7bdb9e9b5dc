package io.evenkeel.localstack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes the data directory on first use, and the password with it. A kill in the middle leaves no
 * half-made data directory, because it gets its name last.
 */
final class PostgresInit {
  static final String SUPERUSER = "evenkeel";
  private static final long INITDB_TIMEOUT_SECONDS = 120;
  private static final int PASSWORD_BYTES = 16;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final PostgresHome home;
  private final Path binaries;

  PostgresInit(PostgresHome home, Path binaries) {
    this.home = home;
    this.binaries = binaries;
  }

  /** Makes what is missing and returns the superuser's password. */
  String initialize() {
    try {
      if (!home.isInitialized()) {
        String password = newPassword();
        makeDataDirectory(password);
        return password;
      }
      return Files.readString(home.passwordFile()).strip();
    } catch (IOException e) {
      throw new LocalStackException(
          "The PostgreSQL directory %s cannot be set up: %s".formatted(home.directory(), e), e);
    }
  }

  private String newPassword() throws IOException {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    String password = HexFormat.of().formatHex(bytes);
    writePrivate(home.passwordFile(), password);
    return password;
  }

  private static void writePrivate(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, OWNER_ONLY);
    Files.write(unfinished, text.getBytes(US_ASCII));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void makeDataDirectory(String password) throws IOException {
    Path unfinished = home.directory().resolve("data.new");
    Path passwordForServer = home.directory().resolve("initdb-password");
    Directories.deleteTree(unfinished);
    Directories.create(unfinished, Directories.PRIVATE);
    home.account().give(unfinished);
    try {
      writePrivate(passwordForServer, password);
      home.account().give(passwordForServer);
      initdb(unfinished, passwordForServer);
    } finally {
      Files.deleteIfExists(passwordForServer);
    }
    Files.move(unfinished, home.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void initdb(Path unfinished, Path passwordForServer) throws IOException {
    ServerLog log = ServerLog.open(home.logFile());
    int exitCode = run(home.process(binaries, "initdb", arguments(unfinished, passwordForServer)));
    if (exitCode != 0) {
      throw new LocalStackException(
          "PostgreSQL's initdb failed (exit code %d). Its last words:\n%s"
              .formatted(exitCode, log.tail()));
    }
  }

  private List<String> arguments(Path unfinished, Path passwordForServer) {
    return List.of(
        "--pgdata=" + home.asSeenByAccount(unfinished),
        "--username=" + SUPERUSER,
        "--pwfile=" + home.asSeenByAccount(passwordForServer),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The built-in locale sorts alike on every machine.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
        "--no-instructions");
  }

  private static int run(ProcessBuilder command) throws IOException {
    Process process = command.start();
    try {
      if (process.waitFor(INITDB_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new LocalStackException(
          "PostgreSQL's initdb did not finish within %d s.".formatted(INITDB_TIMEOUT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while setting PostgreSQL up.", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
