package io.evenkeel.load.gateway;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * CPU time of another process, user and system, by POSIX's {@code clock_getcpuclockid}: to the
 * nanosecond, where {@code /proc} has it in steps of 10 ms, too coarse for a visit of a fraction of
 * a second. Safe for use by many threads.
 */
final class ProcessCpu {
  private static final MemoryLayout TIMESPEC =
      MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MethodHandle clockOfProcess;
  private final MethodHandle readClock;

  ProcessCpu() {
    this.clockOfProcess =
        handle(
            "clock_getcpuclockid",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    this.readClock =
        handle(
            "clock_gettime",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /**
   * Nanoseconds of CPU time since the process started, without its children.
   *
   * @throws IllegalStateException if there is no such process
   */
  long nanosOf(ProcessHandle process) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment clock = arena.allocate(ValueLayout.JAVA_INT);
      require((int) clockOfProcess.invokeExact((int) process.pid(), clock), process);
      MemorySegment time = arena.allocate(TIMESPEC);
      require((int) readClock.invokeExact(clock.get(ValueLayout.JAVA_INT, 0), time), process);
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("A function of the C library threw", e);
    }
  }

  private static void require(int result, ProcessHandle process) {
    if (result != 0) {
      throw new IllegalStateException("The process " + process.pid() + " has ended");
    }
  }

  private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
    SymbolLookup library = Linker.nativeLinker().defaultLookup();
    return Linker.nativeLinker()
        .downcallHandle(
            library
                .find(function)
                .orElseThrow(() -> new IllegalStateException("The C library has no " + function)),
            descriptor);
  }
}
