package io.evenkeel.localstack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive use of a directory, held through a lock on its file {@code lock}, which also names the
 * holder's pid. The kernel lets go of it however the process ends, so a held lock always means a
 * living holder.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = "lock";
  private static final int PID_DIGITS_MAX = 20;

  /**
   * The directories that this process holds. It has to be static, because POSIX locks belong to the
   * process: closing a second channel on the same file would silently drop the first one's lock.
   */
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock of an existing directory, without waiting.
   *
   * @throws AlreadyRunningException when it is held
   */
  static DirectoryLock acquire(Path directory) {
    Path real = Directories.realPath(directory);
    if (!HELD_BY_THIS_PROCESS.add(real)) {
      throw new AlreadyRunningException(real, OptionalLong.of(ProcessHandle.current().pid()));
    }
    try {
      return new DirectoryLock(real, lock(real));
    } catch (RuntimeException e) {
      HELD_BY_THIS_PROCESS.remove(real);
      throw e;
    }
  }

  // The lock lives as long as its channel, so nothing keeps the FileLock itself.
  private static FileChannel lock(Path directory) {
    try {
      FileChannel channel = FileChannel.open(directory.resolve(FILE), CREATE, READ, WRITE);
      if (channel.tryLock() == null) {
        OptionalLong pid = readPid(channel);
        channel.close();
        throw new AlreadyRunningException(directory, pid);
      }
      channel.truncate(0);
      channel.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
      return channel;
    } catch (IOException e) {
      throw new LocalStackException(
          "The lock file %s cannot be used: %s".formatted(directory.resolve(FILE), e), e);
    }
  }

  private static OptionalLong readPid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_DIGITS_MAX);
    channel.read(bytes, 0);
    String pid = US_ASCII.decode(bytes.flip()).toString().strip();
    return pid.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
  }

  /** The locked directory, as a real path. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD_BY_THIS_PROCESS.remove(directory);
    }
  }
}
