package io.evenkeel.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link LocalStack} in a directory of its own below the temporary directory, for tests. {@link
 * #close()} deletes it; so does the normal end of the JVM; and what a killed JVM left behind is
 * cleared away by the next start on this machine. Thread-safe.
 */
public final class TemporaryStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryStack.class);
  private static final String PREFIX = "evenkeel-stack-";

  /** A younger directory may belong to a process that has not locked it yet. */
  private static final Duration ABANDONED_AGE_MIN = Duration.ofMinutes(2);

  private final LocalStack stack;
  private final Thread atExit = new Thread(this::stopAndDelete, "temporary-stack-stop");
  private final AtomicBoolean closed = new AtomicBoolean();

  private TemporaryStack(LocalStack stack) {
    this.stack = stack;
  }

  /** Starts a stack with the usual options, as changed by the function. */
  public static TemporaryStack start(UnaryOperator<LocalStackOptions> change) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    clearAbandoned(parent, Instant.now().minus(ABANDONED_AGE_MIN));
    Path directory = newDirectory(parent);
    try {
      TemporaryStack started =
          new TemporaryStack(LocalStack.start(change.apply(LocalStackOptions.in(directory))));
      Runtime.getRuntime().addShutdownHook(started.atExit);
      return started;
    } catch (RuntimeException | Error e) {
      Directories.deleteTree(directory);
      throw e;
    }
  }

  private static Path newDirectory(Path parent) {
    try {
      Path directory = Files.createTempDirectory(parent, PREFIX);
      // PostgreSQL may run under another account than this JVM.
      Directories.setPermissions(directory, Directories.PASS_THROUGH);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void clearAbandoned(Path parent, Instant olderThan) {
    try (Stream<Path> entries = Files.list(parent)) {
      List<Path> stacks =
          entries.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
      for (Path stack : stacks) {
        clearIfAbandoned(stack, olderThan);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.atDebug().setMessage("Old temporary stacks cannot be looked for.").setCause(e).log();
    }
  }

  private static void clearIfAbandoned(Path directory, Instant olderThan) {
    try {
      boolean mineAndOld =
          ServerAccount.uidOf(directory) == ServerAccount.uidOf(Path.of("/proc/self"))
              && Files.getLastModifiedTime(directory).toInstant().isBefore(olderThan);
      if (mineAndOld) {
        clear(directory);
      }
    } catch (IOException | UncheckedIOException | LocalStackException e) {
      // In use, or somebody else is clearing it: not ours to care about.
      LOG.atDebug().setMessage("A temporary stack is left alone.").setCause(e).log();
    }
  }

  private static void clear(Path directory) {
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      LOG.atInfo()
          .setMessage("Clearing away a temporary stack that a killed process left behind.")
          .addKeyValue("directory", lock.directory())
          .log();
      PostgresOrphans.stop(directory.resolve("postgres").resolve("data"));
      Directories.deleteTree(directory);
    }
  }

  /** The running stack. */
  public LocalStack get() {
    return stack;
  }

  @Override
  public void close() {
    stopAndDelete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending already.
    }
  }

  private void stopAndDelete() {
    if (closed.compareAndSet(false, true)) {
      try {
        stack.close();
      } finally {
        Directories.deleteTree(stack.dataDirectory());
      }
    }
  }
}
