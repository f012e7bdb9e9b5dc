package io.evenkeel.load.gateway;

/**
 * Reads time, and CPU time of a server and of the broker, together.
 *
 * @param cpu reads a process's CPU time
 * @param server the server under load
 * @param broker the broker, whether or not the server writes to it
 */
record VisitClock(ProcessCpu cpu, ProcessHandle server, ProcessHandle broker) {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  Reading read() {
    long compilerNanos = CompilerCpu.nanosOf(server);
    return new Reading(System.nanoTime(), cpu.nanosOf(server), compilerNanos, cpu.nanosOf(broker));
  }

  /**
   * One reading.
   *
   * @param nanos monotonic
   * @param serverCpuNanos since the server started
   * @param compilerCpuNanos what of it the JVM's compilers took
   * @param brokerCpuNanos since the broker started
   */
  record Reading(long nanos, long serverCpuNanos, long compilerCpuNanos, long brokerCpuNanos) {
    Visit since(Reading before, long answers) {
      return new Visit(
          answers,
          (nanos - before.nanos) / NANOS_PER_SECOND,
          (serverCpuNanos - before.serverCpuNanos) / NANOS_PER_MICRO,
          Math.max(0, compilerCpuNanos - before.compilerCpuNanos) / NANOS_PER_MICRO,
          (brokerCpuNanos - before.brokerCpuNanos) / NANOS_PER_MICRO);
    }
  }
}
