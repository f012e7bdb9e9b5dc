package io.evenkeel.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that outlived the process that started them: a {@code kill -9} of the JVM leaves the
 * server, one of the server leaves its sessions. They are told by where they work, since every
 * process of a server has the data directory as its current directory, and never by the pid file
 * alone, whose pid may belong to somebody else by now. To be called with the directory's lock held,
 * so that a server that is still there has lost its owner.
 */
final class PostgresOrphans {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresOrphans.class);
  private static final Duration FAST_STOP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

  private PostgresOrphans() {}

  /** Stops what runs on the data directory and waits until it has gone. */
  static void stop(Path dataDirectory) {
    List<Long> servers = runningOn(dataDirectory);
    if (!servers.isEmpty()) {
      stop(dataDirectory, servers);
    }
    removeForeignPidFile(dataDirectory);
  }

  private static void stop(Path dataDirectory, List<Long> servers) {
    Optional<Long> postmaster =
        PostmasterFile.read(dataDirectory).map(PostmasterFile::pid).filter(servers::contains);
    LOG.atWarn()
        .setMessage("Stopping a PostgreSQL server that was left behind on the data directory.")
        .addKeyValue("postmaster", postmaster.map(String::valueOf).orElse("gone"))
        .addKeyValue("processes", servers.size())
        .addKeyValue("directory", dataDirectory)
        .log();
    boolean stopped =
        postmaster.isPresent()
            && (stopWith(Signals.FAST_STOP, postmaster.get(), dataDirectory, FAST_STOP_TIMEOUT)
                || stopWith(
                    Signals.IMMEDIATE_STOP,
                    postmaster.get(),
                    dataDirectory,
                    IMMEDIATE_STOP_TIMEOUT));
    if (!stopped) {
      kill(dataDirectory);
    }
  }

  private static boolean stopWith(String signal, long pid, Path directory, Duration timeout) {
    Signals.send(pid, signal);
    return Waiting.until(() -> runningOn(directory).isEmpty(), timeout);
  }

  /** Kills what runs on the data directory and waits until it has gone. */
  static void kill(Path dataDirectory) {
    if (!Waiting.until(() -> killed(dataDirectory), KILL_TIMEOUT)) {
      throw new LocalStackException(
          "PostgreSQL processes %s still run on %s and cannot be stopped."
              .formatted(runningOn(dataDirectory), dataDirectory));
    }
  }

  // Again and again: a postmaster may have started another session a moment ago.
  private static boolean killed(Path dataDirectory) {
    List<Long> pids = runningOn(dataDirectory);
    pids.forEach(pid -> Signals.send(pid, Signals.KILL));
    return pids.isEmpty();
  }

  /**
   * PostgreSQL takes any living process with the recorded pid for its predecessor and then refuses
   * to start. Nothing runs on the directory any more, so a living one is somebody else.
   */
  private static void removeForeignPidFile(Path dataDirectory) {
    boolean foreign =
        PostmasterFile.read(dataDirectory)
            .flatMap(file -> ProcessHandle.of(file.pid()))
            .isPresent();
    if (foreign) {
      try {
        Files.deleteIfExists(dataDirectory.resolve(PostmasterFile.NAME));
      } catch (IOException e) {
        throw new LocalStackException(
            "The stale file %s cannot be removed."
                .formatted(dataDirectory.resolve(PostmasterFile.NAME)),
            e);
      }
    }
  }

  /** The ids of all PostgreSQL processes that work in the data directory. */
  static List<Long> runningOn(Path dataDirectory) {
    if (!Files.isDirectory(dataDirectory)) {
      return List.of();
    }
    Path real = Directories.realPath(dataDirectory);
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> link(pid, "cwd").filter(real::equals).isPresent())
        .filter(pid -> link(pid, "exe").filter(PostgresOrphans::isPostgres).isPresent())
        .toList();
  }

  // "postgres (deleted)" when the cache was cleared meanwhile.
  private static boolean isPostgres(Path program) {
    return String.valueOf(program.getFileName()).startsWith("postgres");
  }

  // Unreadable for processes of other users and for those that have just ended.
  private static Optional<Path> link(long pid, String name) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
