package io.evenkeel.load.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory that is soon full, where this machine lets us mount one. */
final class SmallDisk implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 10;

  private final Path directory;
  private final boolean mounted;

  private SmallDisk(Path directory, boolean mounted) {
    this.directory = directory;
    this.mounted = mounted;
  }

  /** Mounts it on a new directory, or leaves the directory as it is. */
  static SmallDisk on(Path directory, int megabytes) throws IOException {
    Files.createDirectories(directory);
    String options = "size=%dm,mode=755".formatted(megabytes);
    List<String> mount =
        List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
    return new SmallDisk(directory, run(mount));
  }

  /** Whether it is a small file system of its own. */
  boolean isMounted() {
    return mounted;
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(directory).getUsableSpace() > 0) {
        out.write(chunk);
      }
    } catch (IOException full) {
      if (Files.getFileStore(directory).getUsableSpace() > CHUNK_BYTES) {
        throw full;
      }
    }
  }

  /** Gives it back. */
  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  @Override
  public void close() {
    if (mounted) {
      run(List.of("umount", "-l", directory.toString()));
    }
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  private static boolean run(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
