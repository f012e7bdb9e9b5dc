package io.evenkeel.load.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** CPU time of processes, from Linux's {@code /proc}. */
final class CpuClock {
  // USER_HZ, the unit of these fields, is 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;
  // Fields after the name: utime and stime, then the same of reaped children.
  private static final int FIRST = 11;
  private static final int OWN_END = 13;
  private static final int REAPED_END = 15;

  private CpuClock() {}

  /**
   * CPU seconds of a process, and of its children alive or reaped: PostgreSQL works in children.
   */
  static double secondsOf(ProcessHandle process) {
    return process.descendants().mapToDouble(child -> seconds(child, REAPED_END)).sum()
        + seconds(process, REAPED_END);
  }

  /** CPU seconds of a process without its children. */
  static double ownSecondsOf(ProcessHandle process) {
    return seconds(process, OWN_END);
  }

  private static double seconds(ProcessHandle process, int end) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The command's name, in parentheses, may hold spaces.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = FIRST; i < end; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
