package io.evenkeel.load.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of the compilers of another JVM, from Linux's {@code /proc}. */
public final class CompilerCpu {
  // HotSpot's names of the threads, as far as the kernel keeps them.
  private static final String FIRST_COMPILER = "C1 Compiler";
  private static final String SECOND_COMPILER = "C2 Compiler";

  private CompilerCpu() {}

  /** Nanoseconds since they started; those of threads that have ended are missing. */
  public static long nanosOf(ProcessHandle process) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.mapToLong(CompilerCpu::nanosOfCompiler).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long nanosOfCompiler(Path thread) {
    try {
      String name = Files.readString(thread.resolve("comm"));
      if (!name.startsWith(FIRST_COMPILER) && !name.startsWith(SECOND_COMPILER)) {
        return 0;
      }
      String times = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
