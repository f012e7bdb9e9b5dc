package io.evenkeel.load.pipeline;

import java.util.Map;

/**
 * What came of a load at one rate.
 *
 * @param batch events a request
 * @param offeredEventsPerSecond that were due
 * @param eventsPerSecond acknowledged
 * @param seconds how long
 * @param level whether the lag did not grow, nothing was refused and the load was not behind
 * @param p50Ms from when a request was due to its 202, milliseconds
 * @param p99Ms the same
 * @param refused events that were refused
 * @param freshness from the gateway to the committed row
 * @param lagSecondsEnd how long the oldest unstored record had waited at the end
 * @param lagSecondsMax the same at its worst
 * @param backlogRecordsEnd records that were not stored at the end
 * @param cpuCores processors used, all processes together
 * @param compilerCores processors that the compilers of the JVMs used; above about 0.1 they were
 *     not warm, and all figures are too high
 * @param cpuUsPerEvent CPU time by process, and of all, microseconds an event
 */
public record RateResult(
    int batch,
    long offeredEventsPerSecond,
    long eventsPerSecond,
    double seconds,
    boolean level,
    double p50Ms,
    double p99Ms,
    long refused,
    Freshness freshness,
    double lagSecondsEnd,
    double lagSecondsMax,
    long backlogRecordsEnd,
    double cpuCores,
    double compilerCores,
    Map<String, Double> cpuUsPerEvent) {}
