package io.evenkeel.load.gateway;

/**
 * A load on one server for a short time.
 *
 * @param answers requests that were answered as expected
 * @param seconds from the first request to the last answer
 * @param serverCpuMicros CPU time of the server, microseconds
 * @param brokerCpuMicros CPU time of the broker meanwhile
 */
record Visit(long answers, double seconds, double serverCpuMicros, double brokerCpuMicros) {
  double cpuMicrosPerRequest() {
    return serverCpuMicros / answers;
  }

  double brokerCpuMicrosPerRequest() {
    return brokerCpuMicros / answers;
  }

  double requestsPerSecond() {
    return answers / seconds;
  }
}
