package io.evenkeel.load.gateway;

/**
 * A load on one server for a short time.
 *
 * @param answers requests that were answered as expected
 * @param seconds from the first request to the last answer
 * @param serverCpuMicros CPU time of the server, microseconds
 * @param compilerCpuMicros what of it the JVM's compilers took
 * @param brokerCpuMicros CPU time of the broker meanwhile
 */
record Visit(
    long answers,
    double seconds,
    double serverCpuMicros,
    double compilerCpuMicros,
    double brokerCpuMicros) {
  private static final double MICROS_PER_SECOND = 1e6;

  double cpuMicrosPerRequest() {
    return serverCpuMicros / answers;
  }

  double brokerCpuMicrosPerRequest() {
    return brokerCpuMicros / answers;
  }

  /** How much of one processor the JVM's compilers took; close to 0 once the server is warm. */
  double compilerShare() {
    return compilerCpuMicros / MICROS_PER_SECOND / seconds;
  }

  double requestsPerSecond() {
    return answers / seconds;
  }
}
