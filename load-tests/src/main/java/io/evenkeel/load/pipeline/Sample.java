package io.evenkeel.load.pipeline;

import java.util.Map;

/**
 * The pipeline at one moment of a load.
 *
 * @param second since the load began
 * @param accepted acknowledged events so far
 * @param backlogRecords records of the telemetry topic that are not stored
 * @param lagSeconds how long the oldest of them has waited; 0 if there is none
 * @param cpuSeconds CPU time since its start by process
 */
public record Sample(
    double second,
    long accepted,
    long backlogRecords,
    double lagSeconds,
    Map<String, Double> cpuSeconds) {
  public Sample {
    cpuSeconds = Map.copyOf(cpuSeconds);
  }
}
